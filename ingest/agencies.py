"""Agencies and bodies as reviews name them, each under one name whatever the area, the year or the reorganisation."""

import re
from functools import lru_cache

# (name, pattern). Words in small letters match any case; abbreviations stand as printed. A longer name that holds a
# shorter one ("mental health trust" and "trust") is listed first: what it takes is not looked at again.
_AGENCIES: tuple[tuple[str, str], ...] = (
    ("Safeguarding partnership or board",
     r"(?i:(?:local )?safeguarding (?:children|child|adults?)(?:[’']s)? (?:boards?|partnerships?|partners)|LSC[BP]s?"
     r"|safeguarding partners(?:hips?)?|area child protection committees?|child death overview panels?"
     r"|multi-agency safeguarding (?:arrangements|partnerships?)|(?:member|partner) agencies)|ACPC"
     r"|\b(?:the|The) (?:Board|Partnership|partnership)\b"),
    ("Child Safeguarding Practice Review Panel",
     r"(?i:child safeguarding practice review panel|national panel(?: for [\w ]{1,40}learning)?)|\bThe Panel\b"),
    ("Integrated care board or commissioning group",
     r"(?i:integrated care (?:boards?|systems?|partnerships?)|clinical commissioning groups?|primary care trusts?"
     r"|commissioners of health|health commissioners?)|\b(?:ICBs?|CCGs?|PCTs?)\b"),
    ("NHS England", r"NHS England|NHS Commissioning Board|\bNHSE(?:I)?\b|(?i:strategic health authorit(?:y|ies))"),
    ("CAMHS", r"(?i:child(?:ren)? (?:and|&) adolescent mental health(?: services?)?"
        r"|children[’']s mental health services?)|\bCAMHS\b"),
    ("Adult mental health",
     r"(?i:adult mental health(?: (?:services?|teams?))?|mental health (?:nhs )?(?:foundation )?trusts?"
     r"|community mental health teams?|perinatal mental health(?: (?:services?|teams?))?|mental health services?)"),
    ("Midwifery", r"(?i:midwi(?:fe|ves|fery)|maternity (?:services?|units?|care))"),
    ("Health visiting", r"(?i:health visit(?:ors?|ing)(?: (?:services?|teams?))?|family nurse partnership)"),
    ("School nursing", r"(?i:school nurs(?:es?|ing)(?: (?:services?|teams?))?)"),
    ("GP", r"\bGPs?\b|(?i:general practi(?:ce|tioner)s?|(?:gp|doctors?[’']?) (?:practices?|surger(?:y|ies))"
        r"|practice nurses?|each of the (?:\w+ )?practices)"),
    ("Ambulance service", r"(?i:ambulance (?:services?|trusts?)|paramedics?)"),
    ("Community health",
     r"(?i:community health(?:care)? (?:(?:nhs )?(?:foundation )?trusts?|services?)|community (?:nhs )?trusts?"
     r"|community paediatric(?:s|ians?))"),
    ("Hospital or acute trust",
     r"(?i:hospitals?(?: nhs)?(?: foundation)?(?: trusts?)?|acute trusts?|emergency departments?|accident and emergency"
     r"|minor injur(?:y|ies) units?|paediatricians?)|\b(?:A&E|NHS Foundation Trust)\b"),
    ("Pharmacy or dentistry", r"(?i:pharmac(?:y|ies|ists?)|dent(?:ists?|istry|al services?|al practices?))"),
    ("Public health", r"(?i:(?:directors? of )?public health(?! england))"),
    ("Substance misuse service",
     r"(?i:(?:substance (?:mis)?use|drugs?(?: and alcohol)?|alcohol)(?: treatment)? (?:services?|teams?|agenc(?:y"
     r"|ies)))"),
    ("Domestic abuse service", r"(?i:domestic (?:abuse|violence) (?:services?|advis[eo]rs?)|refuges?|idva service)"
        r"|\b(?:MARACs?|IDVAs?)\b"),
    ("Probation",
     r"(?i:(?:national )?probation(?: services?| trusts?)?|community rehabilitation compan(?:y|ies))|\bCRCs?\b"
     r"|\bMAPPA\b"),
    ("Youth justice", r"(?i:youth (?:offending|justice)(?: (?:services?|teams?|boards?))?)|\bY[OJ][TS]\b"),
    ("Prison service", r"(?i:prisons?(?: service)?|hm prison and probation service)|\bHMPPS\b"),
    ("Police", r"(?i:polic(?:e|ing)(?: forces?| service)?|constabular(?:y|ies)|chief constables?)|\bNPCC\b"),
    ("Crown Prosecution Service", r"(?i:crown prosecution service)|\bCPS\b"),
    ("Courts and Cafcass", r"(?i:famil(?:y|ies) courts?|(?:family|local) justice boards?|judiciary)|\bC(?:afcass"
        r"|AFCASS)\b"),
    ("Early years", r"(?i:early years(?: settings?| providers?)?|nurser(?:y|ies)|childminders?"
        r"|children[’']s centres?|family hubs?)"),
    ("Education service",
     r"(?i:education (?:welfare|inclusion|psychology)? ?services?|education welfare"
     r"|(?:elective )?home education (?:service|team|advis[eo]rs?)"
     r"|local education authorit(?:y|ies)|virtual schools?)|\bEHE team\b"),
    ("Schools", r"(?i:schools?|academ(?:y|ies)(?: trusts?)?|colleges?|head ?teachers?|governing bod(?:y|ies)"
        r"|designated teachers?)"),
    ("Early help",
     r"(?i:early help(?: services?| teams?| hubs?)?|family support (?:services?|workers?)|troubled families)"),
    ("Multi-agency safeguarding hub", r"(?i:multi-agency safeguarding hubs?)|\bMASH\b"),
    ("Children's social care",
     r"(?i:child(?:ren)?[’']?s[’']? (?:social (?:care|services|work)|services)|social workers?|social services"
     r"|referral and assessment teams?|emergency duty team|leaving care (?:services?|teams?)|youth services?"
     r"|connexions)"),
    ("Adult social care", r"(?i:adults?[’']?s? (?:social (?:care|services)|services))"),
    ("Housing",
     r"(?i:housing (?:associations?|providers?|departments?|services?|teams?|officers?)|(?:social "
     r"|registered )landlords?"
     r"|tenancy officers?)|\b[A-Z]\w+ Homes\b|\b(?:For|for) housing\b|\bHousing\b"),
    ("Licensing", r"(?i:licensing (?:committee|team|authorit(?:y|ies)|officers?))"),
    ("Department for Education", r"(?i:department for education|department for children, schools and families)"
        r"|\bDfE\b"),
    ("Department of Health", r"(?i:department (?:of|for) health(?: and social care)?)|\bDHSC\b"),
    ("Home Office", r"Home Office"),
    ("Ministry of Justice", r"Ministry of Justice"),
    ("Devolved administrations",
     r"(?i:devolved administrations?|(?:scottish|welsh) government|northern ireland executive"
     r"|governments of [^.;]{0,60}(?:scotland|wales|northern ireland))"),
    ("Government",
     r"\b(?:UK |HM |His Majesty[’']s |Her Majesty[’']s |the |The )?[Gg]overnment\b(?! response)|Cabinet Office"
     r"|Cabinet Secretary"
     r"|Secretary of State|\bMinisters?\b|\b[Tt]he Department\b(?! (?:for|of)\b)|\bDepartment (?:for|of) [A-Z]\w+"),
    ("Parliament", r"\bParliament\b|\bPACAC\b|(?i:select committees?)"),
    ("Ofsted", r"\bOfsted\b"),
    ("Care Quality Commission", r"Care Quality Commission|\bCQC\b"),
    ("Police inspectorate", r"Inspectorate of Constabulary|\bHMIC(?:FRS)?\b"),
    ("Professional regulators",
     r"General Medical Council|Nursing and Midwifery Council|Social Work England|Royal Colleges?|\b(?:GMC|NMC|HCPC)\b"),
    ("Local authority",
     r"(?i:local authorit(?:y|ies)|(?:county|city|district|borough|unitary"
     r"|metropolitan)? ?councils?(?: of [A-Z]\w+)?|director of children[’']s services)"),
    ("Fire and rescue", r"(?i:fire (?:and|&) rescue(?: services?| authorit(?:y|ies))?|fire brigades?)"),
    ("Border and immigration services", r"(?i:border force|immigration (?:service|enforcement)"
        r"|uk visas and immigration)|\bUKVI\b"),
    ("Armed forces", r"(?i:armed forces|ministry of defence)"),
    ("Voluntary sector",
     r"(?i:voluntary(?:,? (?:and )?community)?(?: (?:sector|organisations?|agencies))?|charit(?:y|ies)|third sector"
     r"|faith (?:and community )?groups?)"
     r"|\b(?:NSPCC|Barnardo[’']s|Children[’']s Society|Women[’']s Aid)\b"),
    ("Health organisations", r"(?i:health (?:organisations?|agencies|providers?|trusts?|services?|boards?)"
        r"|nhs (?:trusts?|organisations?|providers?|services?)"
     r"|healthcare providers?)|\b[Ff]or [hH]ealth\b(?! visit)|\bHealth\b(?= *(?:$|[;,]))|\b(?:the|The|both) Trusts?\b"),
    ("All agencies", r"(?i:\ball (?:relevant |local |member |partner |the )?agencies\b|\ball organisations\b)"),
)  # fmt: skip

AGENCIES: tuple[str, ...] = tuple(name for name, _ in _AGENCIES)


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(rf"(?P<a{i}>\b(?:{pattern})(?!\w))" for i, (_, pattern) in enumerate(_AGENCIES)))


def agency_spans(text: str) -> list[tuple[int, int, str]]:
    """(start, end, agency) of each body that ``text`` names, in order, none inside another."""
    return [(m.start(), m.end(), AGENCIES[int((m.lastgroup or "a0")[1:])]) for m in _pattern().finditer(text)]


def agencies_in(text: str) -> tuple[str, ...]:
    """The agencies that ``text`` names, each once, in the order of their first mention."""
    return tuple(dict.fromkeys(name for _, _, name in agency_spans(text)))


def names_agency(text: str, agency: str) -> bool:
    """Whether ``text`` names ``agency``; far quicker than all the agencies of a text that does not."""
    return _own_pattern(agency).search(text) is not None and agency in agencies_in(text)


@lru_cache(maxsize=64)
def _own_pattern(agency: str) -> re.Pattern[str]:
    return re.compile(dict(_AGENCIES)[agency])
