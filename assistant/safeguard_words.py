"""Small word lists, as patterns over folded text, from which the safeguards' rules are put together."""


def any_of(*patterns: str) -> str:
    """One pattern that holds where one of ``patterns`` does."""
    return "(?:" + "|".join(patterns) + ")"


CHILD = any_of(
    r"child|children|kids?|bab(?:y|ies)|newborns?|infants?|toddlers?|boys?|girls?|lads?|twins?|sons?|daughters?",
    r"nieces?|nephews?|(?:grand|step|foster |god)(?:sons?|daughters?|child(?:ren)?|kids?)",
    r"pupils?|students?|teenagers?|young person|little one|\w+[- ](?:year|month|week)[- ]olds?",
    r"(?:my|our) (?:\w+ )?(?:brother|sister|cousin)",
)
RELATIVE = any_of(
    r"(?:step ?)?-?(?:mother|father|mum|mam|mom|dad|daddy|mummy|parents?|brother|sister|siblings?)",
    r"grandmother|grandfather|gran|grandad|grandparents?|uncle|aunt|auntie|cousin|partner|boyfriend|girlfriend",
    r"husband|wife|carers?|foster (?:carers?|parents?)|family|families|relatives?|neighbours?|lodger",
)
_NOT_INITIALS = r"(?!(?:i|is|of|in|to|at|as|on|or|so|by|my|no|up|we|us|he|me|if|it|be|do|go|an|am)\b)"
PSEUDONYM = any_of(
    r"(?:child|baby|infant|young person|adult|sibling|mother|father|person|parent|mr|mrs|ms|uncle|aunt|partner) "
    rf"{_NOT_INITIALS}(?:[b-z][a-z]?|a[a-z]|\d{{1,2}})\b",
    r"(?:child|baby|adult|young person|sibling) a\b",
)
PROFESSIONAL = any_of(
    r"(?:social|support|case|key|family|youth|drug|school) ?workers?|health visitors?|(?:school |practice |"
    r"ward )?nurses?",
    r"midwi(?:fe|ves)|gps?|doctors?|paediatricians?|consultants?|teachers?|police officers?|officers?|practitioners?",
    r"professionals?|workers?|managers?|staff|therapists?|psychiatrists?",
)
PRONOUN = r"(?:he|she|they|him|her|his|their|them)"
PRIVATE = any_of(PSEUDONYM, CHILD, RELATIVE, "victims?|survivors?|perpetrators?")
PUBLIC = any_of(
    r"authors?|chair(?:s|ed|man|woman|person)?|(?:lead |independent )?reviewers?|ministers?|mp|councillors?",
    r"journalists?|politicians?|report|boards?|panel|papers?|documents?|tool|form|meeting|policy|law|judge|coroner",
)

# What is done to a child, or is amiss with one: kinds of harm, each a handful of stems.
HARMS = any_of(
    r"hit|hurt|harm|beat|slap|smack|punch|kick|shak|shook|strangl|chok|smother|drown|burn|scald|whip|bit|throw|"
    r"threw|drag",
    r"abus|snatch|abduct|kidnap|rap|molest|grop|touch|groom|traffick|exploit|neglect|starv|lock|stab|threaten|"
    r"attack|assault|bull(?:y|i)|kill",
)
HARMING = rf"{HARMS}(?:e|es|s|ing|ting|ping|ming|ning|ed|ted|ped|en|n|d)?"
_INJURED = (
    r"\bbruis\w*|\bblack eyes?\b|\b(?:hand)?(?:print )?marks? (?:on|all over|around)\b|\bhandprints?\b|\bfractur\w*|"
    r"\bbroken (?:arm|leg|rib|bone|jaw|wrist)|\bcigarette\b|\bcuts\b|\bbleeding\b|\binjur\w*|\bunconscious\b|"
    r"\bswollen\b|"
    r"\bnot (?:breathing|waking|wake|respond\w*)\b|\b(?:tie[sd]?|tying) (?:\w+ )up\b|\bself-harm\w*|\boverdos\w*|"
    r"\bswallowed\b|\bscream\w*|\bflinch\w*"
)
_SEXUAL = (
    r"\bsexual\w*|\bsex\b|\bnaked\b|\bnudes?\b|\bporn\w*|\bknickers\b|\bprivate parts?\b|\bpants down\b|\bundress\w*|"
    r"\b(?:older|grown|adult) (?:man|men|boyfriend)\b|\binto (?:\w+(?:'s)? ){1,3}(?:bed|room|bedroom) at night\b"
)
_UNCARED_FOR = (
    r"\bnot (?:being )?(?:fed|safe|feeding|eating|dressed)\b|\b(?:never|nobody|no one)\b.*\b(?:feeds?|fed|feeding)\b|"
    r"\bno (?:food|coat|bed|heating)\b|\bhungry\b|\bfreezing\b|"
    r"\bfilthy\b|\bsleep\w* rough\b|\b(?:left|home|are|is|all|toddler|child|baby|kids?) alone\b|\bon (?:their|her|"
    r"his) own\b|"
    r"\bdrunk\b|\bdrinks (?:all|every|too)\b|\b(?:smell\w*|stink\w*|reek\w*) of \w+|\bintoxicated\b|\bhigh on\b|"
    r"\bunsafe\b"
)
_IN_DANGER = (
    r"\bnot (?:dare|want|safe)(?: to)? go home\b|\bsmash\w*|\boff (?:the|a) (?:roof|bridge|balcony)\b|"
    r"\bout of the window\b|"
    r"\bin (?:\w+ )?danger\b|\bat risk\b|\bmissing\b|\brun away\b|\bran away\b|\bviolen\w*|\bterrified\b|"
    r"\bscared of\b|"
    r"\bgang\b|\b(?:sell\w*|giv\w+ (?:her|him|them)) drugs\b|\bweapon\b|\bknife\b|\bfgm\b|\bbeing made to\b|"
    r"\bforced\b|"
    r"\bmarr(?:y|ied off)\b|\bjump (?:off|from|out)\b|\bwants? to die\b|\bsuicid\w*|\bkill (?:him|her)self\b"
)
HURT = any_of(
    rf"(?<!about )(?<!on )(?<!of )\b{HARMING}\b(?! (?:base|in touch))", _INJURED, _SEXUAL, _UNCARED_FOR, _IN_DANGER
)

# Words of the present, or of the last hours.
AT_ONCE = (
    r"\b(?:right now|now|tonight|today|yesterday|last night|at the moment|just|every night|next (?:week|month)|"
    r"this (?:morning|afternoon|evening|week|weekend)|(?:an|one|two|few|\d+) (?:hours?|minutes?) ago)\b"
)
NOW = any_of(
    AT_ONCE,
    r"\b(?:is|are|am) (?:not |being |always |still )*\w+(?:ing|ed|en)\b|\bbeing \w+\b|\bthere (?:is|are)\b|"
    r"\bcan (?:hear|see)\b",
    r"\b(?:is|are) (?:not )?(?:missing|alone|in|left|locked|hungry|drunk|scared|terrified|on|at)\b",
    r"(?<!\bi )(?<!\bwe )\b(?:has|have) (?:not )?(?:been|just|come|had|lost|told|run|a|bruises|cuts|no|\w+ed|"
    r"\w+en)\b",
    rf"\b{HARMS}(?:e?s|[tpmn]?ing)\b|\b(?:does not|says?|keeps|looks|flinches|tells|puts|makes|drinks|told|said)\b",
    r"\bwith (?:\w+ )?(?:bruis|black|burn|mark|cut)|\bcovered in\b|\bwill \w+|\bi (?:just |have )*(?:saw|seen|"
    r"heard|found)\b|\bcame (?:in|"
    r"back|home)\b",
)
# How the child is linked with the asker.
MINE = any_of(
    r"\bmy\b(?! (?:team|role|job|review|agency|work|training|practice|policy|talk|question|supervisor|manager|"
    r"council))",
    r"\b(?:one of )?our (?!(?:local|review|response|team|agenc|polic|area|board|partnership|report|service))|"
    r"\bof (?:mine|ours)\b",
    r"\bnext door\b|\bneighbours?\b|\b(?:up|down)stairs\b|\bacross the (?:road|street)\b|\bin the (?:flat|house) \w+",
    r"\bin (?:clinic|reception|a&e|the ward|front of me|(?:our|my) \w+)\b|\bon (?:my|our) caseload\b|"
    r"\bi am (?:with|on (?:duty|call))\b",
    r"\bi (?:can |could |have |just |also |really )*(?:see|saw|seen|hear|heard|know|visit|teach|coach|"
    r"tutor|found|"
    r"look after|support|suspect|believe|fear|think|foster)\b|\bi am (?:very |really |so )*(?:worried|afraid|"
    r"concerned|sure|frightened)\b",
    r"\b(?:i|we) have (?:just |got |had )*(?:a|an|had|seen|received) (?!question|talk|training|meeting|"
    r"presentation|essay)",
    r"\bwe (?:think|suspect|fear|believe|are worried|can hear|saw)\b|\b(?:told|tells|telling|says to|"
    r"disclosed to) (?:me|us)\b",
    r"\bthere is (?:a|this)\b|\bhelp\b|\b(?:has|have) (?:just )?(?:disclosed|turned up|arrived)\b",
)
WORRY = (
    r"\b(?:worried|frightened|scared|concerned|afraid) (?:sick )?(?:about|for|that) (?:my|our|the|a|"
    r"one of my) (?:\w+ ){0,2}"
    rf"{CHILD}\b(?!'s)"
)
HELP = any_of(
    r"\bwhat (?:should|do|can|must|shall) (?:i|we) do\b|\bdo not know (?:what to do|who to tell)\b|\bis it abuse\b",
    r"\bwho(?:m)? (?:should|do|can|shall|could) (?:i|we) (?:ring|call|tell|contact|phone|report|talk|go)",
    r"\bdo (?:i|we) (?:need|have) to (?:ring|call|tell|report)\b|\b(?:can|could) you help\b|\bi need help\b|"
    r"\bplease help\b",
    r"^help\b|\b(?:is|are) (?:he|she|they) safe\b",
)

# Sentences that ask about documents, or about practice in general, whatever words they hold.
REVIEWS = any_of(
    r"\b(?:reviews?|reports?|panel|inquir(?:y|ies)|inquests?|according to|recommend\w*|findings?|documents?|"
    r"sources|guidance)\b",
    r"\b(?:chronology|learning|lessons?|research|literature|evidence|newspapers?|articles?|press|coroner)\b",
    rf"\b{PSEUDONYM}",
    r"\bin the \w+ case\b",
)
_MANY = r"(?:children|babies|teenagers|families|pupils|students|toddlers|infants|boys|girls|young people)"
GENERIC = any_of(
    r"\b(?:if|when|whenever|where|once|in case|suppose) (?:a|an|any|some|the|children|babies|parents|teenagers|"
    r"mothers|"
    r"fathers|i see|i saw|you|we see|someone|practitioners|professionals|one)\b|\bhow (?:should|do|does|can|could|"
    r"to)\b",
    rf"\b(?:number|many|rise|rates?|cases|kinds|types) of (?:\w+ )?{_MANY}|\b(?:more|many|most|some|several|few|"
    rf"with|work with) {_MANY}",
    rf"\b{_MANY} (?:who|that|whose|with|where)\b",
)
INTERROGATIVE = (
    r"^(?:(?:and|but|so|also|ok|okay|well|please) )*(?:what|which|how|why|when|where|who|whom|whose|did|does|do|"
    r"was|were|"
    r"is|are|am|has|have|had|should|would|could|can|must|may|might|will|shall)\b"
)
REQUEST = (
    r"^(?:(?:and|but|so|also|then|ok|okay|well|please|just|now) )*(?:tell me|tell us|give me|give us|show me|"
    r"show us|list|"
    r"find|compare|explain|describe|summari[sz]e|quote|name|i want to know|i would like|i need)\b"
)
# Begins a sentence that asks what somebody said, found or did; what it says is not the asker's own demand.
REPORTED = (
    r"^(?:(?:and|but|so|also) )*(?:why|how|did (?!you)|does (?!any)|was|were|had|has|have (?!you|i)|"
    r"(?:what|which|who|whom|where|when)(?: \w+){0,4} (?:do|does|did|has|have|had) (?!i\b|we\b|you\b))"
)
