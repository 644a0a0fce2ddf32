"""HTML that operators wrote, as the text part says it."""

import pytest

from meeting_manager.notifications.plain_text import plain_text


@pytest.mark.parametrize(
	("html", "text"),
	[
		pytest.param("<p>One</p><p>two\n  three</p>", "One\n\ntwo three", id="paragraphs"),
		pytest.param("One<br>two<div>three</div>four", "One\ntwo\nthree\nfour", id="lines"),
		pytest.param(
			'<a href="https://x.example/?a=1&amp;b=2">Go</a>?', "Go <https://x.example/?a=1&b=2>?", id="link"
		),
		pytest.param('<a href="mailto:a@x.example">Write</a>', "Write", id="mail"),
		pytest.param("<ul><li>a</li><li>b</li></ul>", "- a\n- b", id="list"),
		pytest.param("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc", id="cells"),
		pytest.param("<style>p {}</style><title>T</title><p>Seen</p>", "Seen", id="style"),
		pytest.param('<div style="DISPLAY : none">x<br><b>y</b></div><p>Seen</p>', "Seen", id="hidden"),
		pytest.param(
			'<img style="display:none" src="x" alt="pixel"><p>Seen</p>', "Seen", id="hidden picture"
		),
		pytest.param('<img src="x" alt="Nord">', "Nord", id="picture"),
		pytest.param("&lt;b&gt; &amp; &#39;", "<b> & '", id="entities"),
		pytest.param("<!-- x --><p>Seen<p>too", "Seen\n\ntoo", id="open tags"),
		pytest.param("</div></p>Seen</b>", "Seen", id="closing tags alone"),
	],
)
def test_plain_text(html, text):
	assert plain_text(html) == text
