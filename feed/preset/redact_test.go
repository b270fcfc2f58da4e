package preset

import (
	"encoding/base64"
	"html"
	"net/url"
	"strings"
	"testing"
)

// TestRedactUndoesEscapes: whatever spelling of a secret comes, the span that stands for it is hidden, and nothing else.
func TestRedactUndoesEscapes(t *testing.T) {
	const secret = "hunter2-pässw0rd/&+ x"
	b := bind(t, one(t, `url: "ws://h/${secret:TOK}"`), map[string]string{"TOK": secret})
	for _, text := range []string{
		secret,
		"hunter2-p\\u00e4ssw0rd\\/\\u0026+ x",
		"hunter2-p\\u00E4ssw0rd/&+ x",
		"hunter2-p%c3%a4ssw0rd%2f%26%2B%20x",
		"hunter2-p%C3%A4ssw0rd/%26%2b+x",
		url.QueryEscape(secret),
		url.PathEscape(secret),
		html.EscapeString(secret),
		"hunter2-p&auml;ssw0rd&#47;&#x26;+ x",
		strings.ReplaceAll(url.PathEscape(secret), "%", "%25"),
		"hunter2-p\\\\u00e4ssw0rd\\\\/&+ x", // JSON in a text of JSON
		"\\u0068%75nter2-p\\u00e4ssw0rd/&+ x",
	} {
		if got := b.Redact("<" + text + ">"); got != "<•••>" {
			t.Errorf("%s became %s", text, got)
		}
	}
	for _, harmless := range []string{"hunter2", `\u00`, "%", "%zz", "&", "&auml", `\`, `\ud83d`, "&lt;b&gt; 100%25", `{"a":"\u00e4"}`} {
		if got := b.Redact(harmless); got != harmless {
			t.Errorf("%s became %s", harmless, got)
		}
	}
}

func TestRedactFindsWhatBase64HasEncoded(t *testing.T) {
	const secret = "hunter2-pw"
	b := bind(t, one(t, `url: "ws://h/${secret:TOK}"`), map[string]string{"TOK": secret})
	for _, before := range []string{"", "u", "us", "use", "user:"} {
		for _, after := range []string{"", "a", "ab", "abc"} {
			for _, alphabet := range []*base64.Encoding{base64.StdEncoding, base64.URLEncoding, base64.RawURLEncoding} {
				text := alphabet.EncodeToString([]byte(before + secret + after))
				got := b.Redact("Basic " + text)
				if !strings.HasPrefix(got, "Basic ") || !strings.Contains(got, hiddenText) {
					t.Errorf("%q, %q: %s became %s", before, after, text, got)
					continue
				}
				left, right, _ := strings.Cut(strings.TrimPrefix(got, "Basic "), hiddenText)
				if len(left)+len(strings.TrimRight(right, "=")) > (len(before)+len(after))*4/3+1 {
					t.Errorf("%q, %q: a part of the secret is left in %s", before, after, got)
				}
			}
		}
	}
}

// TestShortSecretsAreHiddenByPlace: in a symbol that the preset makes of one.
func TestShortSecretsAreHiddenByPlace(t *testing.T) {
	p := one(t, "url: ws://h\nparams: {symbols: [\"a.${secret:TOK}\", B]}\nsubscribe: {send: \"${symbol}\"}")
	b := bind(t, p, map[string]string{"TOK": "abc"})
	if got := b.ShownSymbol("a.abc"); got != "a.•••" {
		t.Error(got)
	}
	if got := b.ShownSymbol("B"); got != "B" {
		t.Error(got)
	}
}

func TestRedactIsLinear(t *testing.T) {
	b := bind(t, one(t, `url: "ws://h/${secret:TOK}"`), map[string]string{"TOK": "hunter2-pw"})
	for _, part := range []string{`\u0068`, "%68", "&#104;", `\\`, "&", "%25", "hunter2-pw", `\\\u005c%25&amp;`} {
		b.Redact(strings.Repeat(part, 1<<20/len(part))) // what is quadratic takes minutes
	}
}

func BenchmarkRedact(b *testing.B) {
	text := `{"type":"trade","s":"BTC\/USD","p":"61250.10","note":"caf\u00e9 &amp; 100%25","pad":"` + strings.Repeat("x", 200) + `"}`
	for name, vars := range map[string]string{"secret": `url: "ws://h/${secret:TOK}"`, "none": "url: ws://h"} {
		bound := bind(b, one(b, vars), map[string]string{"TOK": "hunter2-pw"})
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				bound.Redact(text)
			}
		})
	}
}

// TestARecordedPresetHasNoCredentials that are written out, and can be read again.
func TestARecordedPresetHasNoCredentials(t *testing.T) {
	const text = `presets:
  x:
    url: "ws://operator:pw1@h.example/feed"
    headers: {Authorization: "Bearer hunter2-of-x", X-Api-Key: "a\"key-of-x", User-Agent: a-plain-value, Cookie: "s=${secret:S}"}
`
	b := bind(t, load(t, text)[0], map[string]string{"S": "t0ken-of-x"})
	recorded := b.RecordedYAML()
	for _, secret := range []string{"operator", "pw1", "hunter2", "key-of-x", "t0ken"} {
		if strings.Contains(recorded, secret) {
			t.Errorf("%s is recorded:\n%s", secret, recorded)
		}
	}
	if !strings.Contains(recorded, "a-plain-value") {
		t.Errorf("what is no credential is missing:\n%s", recorded)
	}
	if _, err := Parse("recording", []byte("presets:\n"+recorded)); err != nil {
		t.Errorf("it cannot be read again: %v\n%s", err, recorded)
	}
}
