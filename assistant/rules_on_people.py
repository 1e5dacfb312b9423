"""Rules about people: who they are, whose fault it was, and what to decide about a child."""

from assistant.safeguard_rules import FEW_WORDS, Rule, demand, rule
from assistant.safeguard_words import (
    CHILD,
    PRIVATE,
    PROFESSIONAL,
    PRONOUN,
    PSEUDONYM,
    PUBLIC,
    RELATIVE,
    REPORTED,
    any_of,
)

_THE = r"(?:the |both |all |any |these |those |this |that |every )*"
_AFTER_NAME = r"in|of|from|who|that|and|or|is|was|behind|at|with|whom|before|living|named|by|too"
_END = rf"(?:\s*$|\s*[.?!,;:]| (?:{_AFTER_NAME})\b)"
_STAFF = r"(?:social workers|practitioners|professionals|staff|nurses|doctors|teachers|workers)"
_ONE = rf"(?:{PSEUDONYM}|the (?:{RELATIVE}|{CHILD})|{PRONOUN})"
_THEM = rf"(?:{PRIVATE}|{PROFESSIONAL}|{PRONOUN})"
_IS = r"(?:is|was|are|were)"
_REALLY = r"(?:really|actually|truly|in real life|in reality)"
_OF_PUBLIC = rf"\bnames? of (?:the |both )?(?:\w+'s )?(?:\w+ )?{PUBLIC}\b|\b{PUBLIC}'s? (?:\w+ )?names?\b"
_CONTACT = any_of(
    r"\b(?:address(?!ed|es)|addresses|phone number|telephone number|date of birth|postcode|house number)\b",
    r"\b(?:facebook|instagram|tiktok|social media (?:profile|account))\b",
)
IDENTIFY: tuple[Rule, ...] = (
    rule(
        "identify",
        r"\b(?:real|true|actual|proper|genuine|legal|birth) (?:full |first |last )?"
        r"(?:names?|surname|identit\w+|famil(?:y|ies)|person)\b",
        unless=_OF_PUBLIC,
    ),
    rule(
        "identify",
        any_of(
            rf"\b(?:full|first|last|family|sur) ?names?\b.*\b{_THEM}\b",
            rf"\b{_THEM}\b.*\b(?:full|first|last) names?\b",
            r"\bsurnames?\b",
        ),
        unless=_OF_PUBLIC,
    ),
    rule(
        "identify",
        any_of(
            rf"\b(?:names?|identity|identities)(?: and \w+)? of {_THE}(?:\w+ )?(?:{PRIVATE}(?:'s {RELATIVE})?|"
            rf"{_STAFF}){_END}",
            r"\bnames?(?: and \w+)? of (?:everybody|everyone|anybody|anyone)\b",
            rf"\b{PRIVATE}(?:'s? (?:\w+ )?{RELATIVE})?'s? name\b|\bwhat {_IS} {PRONOUN} name\b",
            rf"\b{PROFESSIONAL} (?:\d{{1,2}}|[b-hj-z])'s? name\b|\bname of {PROFESSIONAL} (?:\d|[a-hj-z]\b)",
        ),
        unless=rf"\b(?:pseudonyms?|invented|does the|do the|use[sd]?|{PUBLIC})\b",
    ),
    rule(
        "identify",
        any_of(
            rf"\bwho {_IS} (?:the )?(?:{PRIVATE}|{PROFESSIONAL}(?: \d)?)(?:'s \w+)?(?: \w+){{0,3}} {_REALLY}\b",
            rf"\bwho (?:the )?{PRIVATE} (?:{_REALLY} {_IS}|{_IS} {_REALLY})\b|\bwho {_REALLY} {_IS} {PRIVATE}\b",
            rf"\bwho (?:the )?{PRIVATE}\b.* in (?:real life|reality)\b",
            rf"^(?:and )?(?:is|are) {PRIVATE} (?:{_REALLY} )?(?:called|named)\b|^who {_IS}\b.*\bby name\b",
            rf"^(?:and |please )*(?:give|tell|show|send) (?:me|us) {PRONOUN} (?:\w+ )?names?\b",
        ),
    ),
    demand(
        "identify",
        any_of(
            rf"(?:identify|unmask|expose|out|dox|de-?anonymi[sz]e|re-?identify|unredact) {FEW_WORDS}"
            rf"(?:{PRIVATE}|review|report|{PROFESSIONAL} \d)\b",
            rf"name (?:the |this |that )?{PRIVATE}\b",
        ),
    ),
    rule("identify", r"\bbehind (?:the|this|that|these) (?:pseudonym|initials?|letters?|anonym\w+)\b"),
    rule("identify", r"\b(?:reveal|disclose|uncover|expose|confess|leak|give away)\b.*\bidentit(?:y|ies)\b"),
    rule(
        "identify",
        rf"\b(?:work|find|figure) out (?:\w+ ){{0,4}}(?:who|which|what) (?:the )?{PRIVATE}(?:'s \w+)? {_IS}\b",
        unless=REPORTED,
    ),
    rule(
        "identify",
        any_of(
            rf"\bwhere (?:is|are|does|do) {_ONE}(?:'s)?(?: \w+){{0,6}} (?:liv\w+|stay\w*)\b",
            rf"\b{_ONE} (?:now |currently )?(?:liv\w+|stay\w*|placed)\b.*"
            r"\b(?:now|today|currently|at the moment|at present)\b",
            rf"\bwhere (?:is|are) {_ONE} (?:now|today|placed now)\b",
            rf"\bwhere (?:\w+'s )?(?:{_ONE}|{RELATIVE}) (?:now |currently )?(?:lives?|is (?:living|staying|now))\b",
        ),
        reported_too=True,
    ),
    rule(
        "identify",
        rf"^(?:what|which|give|tell|find|show|can|could|do you|i (?:want|need)|list|and|please)\b.*{_CONTACT}",
        unless=rf"\b(?:board|partnership|helpline|team|council|risk|service)\b|^(?!.*\b{_THEM}\b)",
    ),
    rule(
        "identify",
        rf"^which house number\b.*\b{_THEM}\b|^give me the (?:home )?(?:postcode|address)\b"
        r"|^(?:which|what) (?:street|road|avenue)\b.*\bliv\w+",
        reported_too=True,
    ),
)

_TRIAL = r"\b(?:trial|court|jury|judge|convicted|found guilty|plead\w*|pled|verdict|sentenced|blame culture)\b"
_CULPABLE = r"(?:to blame|at fault|in the wrong|culpable|blameworthy|guilty|negligent)"
_LEAD = r"^(?:(?:and|so|but|ok|tell me|then|say|please|be honest) )*"
_LOSS = r"(?:\w+(?:'s)? ){0,4}(?:death|dying|killing|injur\w*|abuse|murder|tragedy)"
_PUNISHED = any_of(
    r"sacked|fired|struck off|prosecuted|jailed|disciplined|punished|dismissed|in (?:prison|jail)",
    r"lose (?:his|her|their) jobs?|lost (?:his|her|their) jobs?",
)
BLAME: tuple[Rule, ...] = (
    rule("blame", r"\bwhose (?:\w+ )?(?:fault|blame)\b"),
    rule(
        "blame",
        rf"{_LEAD}(?:who(?:m)?|which|what (?:person|professional|agency))\b.*\b"
        + any_of(
            _CULPABLE,
            rf"should be {_PUNISHED}",
            r"deserves? (?:the|most|more) (?:\w+ )?blame|is blamed|be blamed|should we blame|do you blame",
            rf"(?:responsible|accountable|answerable) for {_LOSS}|to account for {_LOSS}",
        ),
        unless=_TRIAL,
        whole=True,
    ),
    rule(
        "blame",
        any_of(
            rf"{_LEAD}(?:is|was|are|were|isn't|wasn't) (?!there\b).*\b(?:{_CULPABLE}|(?:own |all )?fault|"
            rf"responsible for {_LOSS})\b",
            r"^it (?:is|was) (?:\w+ ){0,6}\w+'s? (?:own )?fault\b",
        ),
        unless=_TRIAL,
        reported_too=True,
        whole=True,
    ),
    rule("blame", r"\b(?:do|would|should|can) (?:you|we|i) (?:\w+ )?blame\b", unless=_TRIAL),
    rule(
        "blame",
        rf"{_LEAD}(?:who )?should (?!reviews?\b|the review\b)"
        rf"(?:.*\b(?:be|have been|have) (?:\w+ )?{_PUNISHED}|(?:\w+ ){{0,5}}go to (?:prison|jail)|.*{_PUNISHED})",
        unless=_TRIAL,
    ),
    rule(
        "blame",
        any_of(
            rf"\b{_THEM}\b.*\b(?:killed|murdered|caused|let) (?:\w+ ){{0,3}}(?:{_THEM}|death|die)\b.*"
            rf"\b(?:right|correct|yes|true|is not it|did not {PRONOUN}|is that so)\?$",
            rf"^did (?:the )?{PROFESSIONAL}(?: \w+)? (?:kill|murder|cause the death)\b",
        ),
        unless=_TRIAL,
        reported_too=True,
    ),
    demand("blame", r"(?:blame|name (?:and shame )?the (?:guilty|culprit|person to blame))\b"),
)

_CASE = any_of(
    rf"(?:this|that|the|my|our|these|those|both) (?:\w+ ){{0,3}}(?:{CHILD}|case|famil(?:y|ies)|referral|siblings)",
    rf"a \d+[- ]year[- ]old|him|her|them|the {RELATIVE}",
)
_ACT = r"(?:remove|close|return|discharge|refer|accommodate|rehome|separate|foster|adopt)"
_PUT = r"(?:take|send|let|leave|place|step|apply|make|keep|report|escalate|allow|put|get|give|ask|seek|go|have)"
_STEP = any_of(
    r"in(?:to)? care|home|section (?:47|20|17|31)|(?:protection|care) order|epo|step\w* (?:\w+ ){0,4}(?:up|down)",
    r"remov\w+|refer\w+|with (?:his|her|their|the)|threshold|plan|away|back|foster|(?:down|up) (?:from|to)",
)
_WE_ACT = any_of(
    r"(?:should|shall|must|can|do|could|may) (?:i|we)",
    r"(?:do you think|would you say|in your view),? (?:that )?(?:i|we) (?:should|must|can|ought to)",
    r"(?:advise|tell) (?:me|us)(?: on)? (?:whether|if) (?:to|i should|we should|i|we)",
)
DECIDE: tuple[Rule, ...] = (
    rule(
        "decide_for_me",
        rf"\b{_WE_ACT} (?:\w+ ){{0,2}}"
        rf"(?:{_ACT}\b(?=.*\b{_CASE}\b)|{_PUT}\b(?=.*\b{_CASE}\b)(?=.*\b{_STEP}))",
        unless=r"\bwhen (?:a|an)\b|\bsay\b.*\bshould\b",
        reported_too=True,
    ),
    rule(
        "decide_for_me",
        r"\b(?:(?:is|are) it|would it be) (?:ok|okay|safe|right|fine|alright|all right|time|best|wise|better) "
        rf"(?:for (?:me|us) )?to (?:\w+ )?(?:{_ACT}|{_PUT})\b(?=.*\b{_CASE}\b)",
        reported_too=True,
    ),
    rule(
        "decide_for_me",
        rf"\bdo (?:i|we) (?:need|have) to (?:make|do|call|hold|open|start|refer)\b.*\b(?:for|on|about) {_CASE}",
        reported_too=True,
    ),
    rule(
        "decide_for_me",
        rf"\b(?:is|are|does|do) (?:this|my|our|these|that) (?:\w+ )?(?:famil(?:y|ies)|{CHILD}|case)\b.*"
        r"\b(?:threshold|safe to|step down|ready to|criteria)\b",
        reported_too=True,
    ),
    rule(
        "decide_for_me",
        any_of(
            rf"\bdecide (?:for me |for us )?(?:whether|if)\b.*\b(?:{_CASE}|i|we)\b",
            rf"\btell (?:me|us) (?:whether|if) (?:to|i should|we should) (?:{_ACT}|{_PUT})\b",
            rf"^(?:(?:and|so|but) )*would you (?:remove|return|take|close|send|leave|let) {_CASE}",
            rf"^(?:can|may|should|must) (?:the|this|my|our) (?:\w+ )?{CHILD} (?:\w+ ){{0,4}}"
            r"(?:go home|stay with|be discharged)\b",
            rf"^(?:(?:and|so|but) )*should (?:he|she|they|(?:this|my|our|these) (?:\w+ )?{CHILD}) "
            r"(?:stay|live|go|return|be (?:removed|returned|placed|taken))\b",
            r"\bshould (?:i|we) (?:have|get) (?=.*\b(?:removed|taken|returned|placed|moved|accommodated)\b)"
            r"(?:this|my|our|these|the|her|his|their)\b",
        ),
    ),
)
