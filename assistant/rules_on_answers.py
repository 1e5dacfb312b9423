"""Rules about the assistant itself: what it keeps hidden, that quotes are real, and that it keeps to its sources."""

from assistant.safeguard_rules import FEW_WORDS, Rule, demand, rule
from assistant.safeguard_words import PROFESSIONAL, PRONOUN, RELATIVE, any_of

_SHOW = r"(?:show|print|reveal|repeat|output|dump|display|tell me|give me|list|echo|write out|leak|send)"
_OTHERS = (
    r"(?:(?:other|another|previous|last|different) (?:users?|people|persons?|askers?|visitors?|colleagues?|teams?))"
)
_PLACE = r"(?:server|disk|machine|computer|system|hard drive)"
HIDDEN_DATA: tuple[Rule, ...] = (
    rule(
        "hidden_data",
        r"\byour (?:\w+ ){0,3}(?:prompts?|instructions?|configuration|config|settings|source code|api keys?|keys?|"
        r"passwords?|tokens?|credentials|secrets?|environment|database|log files?|logs|server|disk|hard drive)\b",
        unless=r"\b(?:ignore|forget|disregard|override|bypass|in your database)\b",
    ),
    rule(
        "hidden_data",
        any_of(
            r"\b(?:api|secret|openai|access|private) keys?\b|\benvironment variables?\b|\bconnection string\b|"
            r"/etc/\w+",
            r"\b(?:admin|root|database|server) (?:passwords?|logins?|accounts?)\b|\bsource code\b",
            r"\bpasswords? (?:does|do|of|for) the (?:admin|server|database|system)\b",
            r"\b(?:directory|folder|path)\b.*\byour (?:database|library|index)\b",
        ),
        reported_too=True,
    ),
    demand(
        "hidden_data",
        rf"{_SHOW} (?:\w+ ){{0,4}}"
        + any_of(
            r"system (?:prompt|message)|(?:initial|hidden|first|developer|secret) (?:prompt|instructions?|message)",
            r"(?:everything|all|the text|the words) (?:\w+ ){0,2}(?:above|before)",
            r"files on|folders? on|configuration|settings",
        ),
    ),
    rule(
        "hidden_data",
        any_of(
            r"\b(?:instructions|prompt|rules|orders) (?:were |was |have )?you (?:were |have been |been )?(?:given|"
            r"told)\b",
            r"\b(?:instructions|rules|orders) (?:have|were|are) you (?:been )?(?:given|told|following|to follow)\b",
            r"\bsystem prompt\b|\bhidden (?:prompt|instructions)\b",
        ),
    ),
    rule(
        "hidden_data",
        any_of(
            rf"\b{_OTHERS}'?s?\b(?: \w+){{0,3}} (?:ask(?:ed|ing)?|questions?|search\w*|typed|conversations?|"
            rf"chats?)\b",
            rf"\b(?:questions?|conversations?|chats?) (?:of|from|by|did) (?:the |all )?(?:{_OTHERS}|colleagues|"
            rf"users)\b",
            r"\b(?:user|person|asker) before me\b",
        ),
        unless=rf"\b{PRONOUN} (?:ask|search)|\breviewers?\b",
        reported_too=True,
    ),
    rule(
        "hidden_data",
        any_of(
            rf"\b(?:files?|folders?|paths?|director(?:y|ies))\b.* (?:on|of|in) (?:the|your|"
            rf"this) {_PLACE}\b.*\b(?:you|your)\b",
            rf"\b(?:list|show)\b.*\bfiles?\b.* on (?:the|your|this) {_PLACE}\b",
            r"\bi am not (?:allowed|permitted|supposed) to see\b",
        ),
    ),
)

_QUOTE = r"(?:quot\w+|citations?|references?|recommendations?|findings?|learning points?)"
_QUOTABLE = any_of(
    _QUOTE,
    r"paragraphs?|page (?:numbers?|references?)|sentences?|statistics?|evidence|passages?|sources?|wording|words?",
    r"review|something|one|some|it",
)
_FALSE = r"(?:fake|made[- ]up|invented|false|fabricated|fictional|fictitious|imaginary|bogus)"
_FROM_IT = r"(?:review|report|paragraph|page|finding|recommendation|section)s?"
INVENT: tuple[Rule, ...] = (
    demand(
        "invent_citation",
        any_of(
            r"make (?:one|some|it|them|something|things|stuff) up\b",
            rf"(?:make up|invent|fabricate|forge|fake|concoct|dream up|think up|falsify) {FEW_WORDS}{_QUOTABLE}\b",
            r"(?:alter|change|edit|modify|twist|tweak|doctor|swap|reword|rewrite|adjust|leave out|remove|delete|"
            r"cut|drop|"
            rf"replace) {FEW_WORDS}(?:{_QUOTE}|wording|sentence|words?)\b",
            rf"(?:give|write|find|show|provide|produce|get|create|add|need|want) {FEW_WORDS}{_FALSE}\b",
        ),
        unless=r"\bfrom the (?:list|answer|table|export)\b",
    ),
    demand(
        "invent_citation",
        any_of(
            rf"(?:pretend|claim|state|say) (?:that )?(?:the |this |that )?(?:\w+ ){{0,3}}{_FROM_IT}\b.*"
            r"\b(?:say|said|find|found|recommend|conclude|state|cite|quote|reference)",
            r"(?:attribute|ascribe|credit) (?:this|that|the following|these words|it)\b.* to\b",
            r"(?:attribute|ascribe|credit) (?:this|that|the following|these words) to\b",
            rf"(?:generate|compose|create) {FEW_WORDS}{_QUOTE}\b|(?:rephrase|paraphrase|rewrite|reword)\b.*\bas if\b",
            r"(?:cite|quote|reference) .*\b"
            r"(?:for (?:the |a |my )?(?:claim|statement|view|idea|something)|it does not|never said|did not say|"
            r"but (?:swap|change|replace|leave|put|with))\b",
            r".*\bpresent (?:it|this|that) as (?:a |an |if )*(?:direct |exact |verbatim )*quot",
        ),
    ),
    rule(
        "invent_citation",
        r"\bas (?:if|though) (?:it (?:were|was|is) )?(?:verbatim|(?:it )?(?:came|comes|taken|quoted) from)\b",
    ),
    rule(
        "invent_citation",
        any_of(
            r"\b(?:fabricate|make up|invent) (?:one|some|it|a quote|a citation|something)\b",
            r"\byou (?:have|need) to (?:make (?:one|it|something|them) up|make up|invent|fabricate)\b",
        ),
        unless=rf"\b(?:{RELATIVE}|{PROFESSIONAL}|{PRONOUN})\b",
    ),
)

_RULES_OF_OURS = any_of(
    r"rules?|instructions?|guidelines|safeguards?|safety|restrictions?|limits?|limitations|prompts?|programming|"
    r"filters?",
    r"constraints|everything|all (?:of )?(?:that|the above)|what you were told|the above",
    r"(?:your|previous|prior|earlier) (?:polic\w+|training|orders|directions|guidance)|(?:that )?you are",
)
_SOURCES = (
    r"(?:the |your |these |those |any |all |all the )?(?:sources|documents|reviews|library|citations|evidence|quotes)"
)
_DROP = any_of(
    r"ignore|disregard|forget|override|overrule|bypass|disable|skip|drop|discard|circumvent|break|(?:turn|"
    r"switch) off",
    r"stop (?:following|using|obeying|citing|quoting)|put aside|set aside|leave aside",
    r"(?:do not|never) (?:follow|use|obey|bother with|cite|stick to|rely on|look at)",
)
_LIMITS = r"(?:rules|restrictions|limits|limitations|filters|safeguards|sources|citations|censorship|guidelines)"
_ROLE = any_of(
    r"you are (?:now|no longer|going to|an? )|from now on,? you|starting now,? you|pretend (?:to be|you|that you)",
    r"act as\b|behave (?:as|like)|imagine (?:that )?you|let us (?:play|role)|role-?play\b|take (?:on )?the role",
    r"play (?:the|a) (?:role|part)|simulate (?:a|an|being)|your new (?:role|instructions|rules|task)",
    r"i am (?:your|the) (?:developer|admin\w*|creator|maker|owner)\b|(?:new|updated|important) (?:instruction|"
    r"rule|order)s?\s*:",
)
_OTHER_TONGUES = (
    r"\b(?:ignor|oubli|vergiss|vergess|olvid|dimentic|zapomnij|missacht)\w*\b.*"
    r"\b(?:instruc\w*|anweis\w*|istruzion\w*|regel\w*|règles|reglas|regole|consignes|instrukcj\w*)\b"
)
OVERRIDE: tuple[Rule, ...] = (
    demand("override_sources", rf"{_DROP} {FEW_WORDS}{_RULES_OF_OURS}\b"),
    demand(
        "override_sources",
        rf"{_DROP} (?:about )?{_SOURCES}(?!(?: \w+)? (?:that|which|from|of|by|on|about|before|after|in)\b)",
    ),
    demand(
        "override_sources",
        any_of(
            r"(?:answer|reply|respond|tell|say|explain|use|speak|rely on|go|write) (?:\w+[,']? ){0,5}"
            r"(?:(?:from|with|using|on|out of|by) )?(?:(?:your|general|own|personal|honest|outside|training|world|"
            r"common) )+"
            r"(?:knowledge|memory|training|opinion|head|mind|data)\b",
            r"(?:use|say|tell me|answer with|write) what you (?:know|remember|learn\w*|were trained)(?: \w+){0,3} "
            r"(?:from|in|by) (?:your )?(?:training|memory)",
        ),
    ),
    rule("override_sources", r"^(?:(?:and|so|but|ok|okay|hello|hi|now|then|hypothetically) )*" + _ROLE),
    rule(
        "override_sources",
        any_of(
            r"\b(?:developer|god|dan|debug|sudo|admin|unrestricted|jailbreak) mode\b|\bjailbr[eo]ak\w*",
            r"^(?:###\s*)?\W?(?:system|assistant|developer|admin)\s*(?:\]|>)?:",
        ),
        unless=r"\bdeveloper mode of\b",
    ),
    rule(
        "override_sources",
        any_of(
            r"\byou (?:are )?(?:no longer|need not|do not (?:have|need)|never) (?:to |have to |need to |"
            r"required to )*"
            r"(?:cite|quote|follow|check|verify|obey|use|give|required|documents|sources)",
            r"\b(?:citations?|sources|quotes|evidence|rules) (?:is|are) no longer (?:required|needed|necessary)\b",
            r"\byou (?:can|may|should|must) (?:skip|ignore|forget|leave out|drop)\b",
            rf"\byou to (?:bypass|ignore|skip|override|disable|drop)\b|\bto (?:bypass|override|disable) (?:the|"
            rf"your) {_LIMITS}\b",
        ),
    ),
    rule(
        "override_sources",
        any_of(
            r"^(?:please )?(?:answer|reply|say something) even (?:if|when|though) (?:\w+ )?(?:documents|sources|"
            r"reviews)\b",
            r"^(?:please )?(?:answer|reply|respond|tell me)\b.*\bwithout (?:using|looking at|checking|the|any)\b",
            rf"\bwithout (?:any |your |all )*{_LIMITS}\b|\byou ha(?:ve|d) no (?:\w+ )?{_LIMITS}\b|^just guess\b",
            _OTHER_TONGUES,
        ),
    ),
)
