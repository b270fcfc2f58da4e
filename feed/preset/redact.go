package preset

import (
	"encoding/base64"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"sockeye/feed/preset/lang"
	"sockeye/feed/preset/yamldoc"
)

// hiddenText stands wherever a secret would be shown.
const hiddenText = "•••"

// minSecret is the number of characters from which on a secret is found by its value. A shorter one would
// be found in texts that have nothing to do with it: it is hidden where a template puts it.
const minSecret = 6

// Redacted returns the scope of b with every secret as •••, for what is shown, logged or copied.
func (b *Bound) Redacted() lang.Scope { return redacted{b} }

type redacted struct{ b *Bound }

// Lookup returns a value without its secrets.
func (r redacted) Lookup(name string) (lang.Value, bool) {
	if v, ok := r.b.shown[name]; ok {
		return v, true
	}
	return r.b.Lookup(name)
}

// ShownSymbol returns a symbol, or a label, as it may be shown: with its secrets as •••, short ones too if the preset
// puts them into the symbol.
func (b *Bound) ShownSymbol(symbol string) string {
	if shown, ok := b.shownSymbols[symbol]; ok {
		return shown
	}
	return b.Redact(symbol)
}

// Redact returns text with every secret of six or more characters as •••, also where it is escaped: as in JSON, an
// address, a form or HTML, one in another, or as a part of what base64 has encoded.
func (b *Bound) Redact(text string) string { return b.secrets.redact(text) }

// HasSecrets reports whether there is anything that Redact could find.
func (b *Bound) HasSecrets() bool { return b.secrets != nil }

// credential finds the names of headers whose values show who we are.
var credential = regexp.MustCompile(`(?i)auth|cookie|key|token|secret|password`)

// RecordedYAML is [Preset.YAML] as it stands in recordings, which go to others: without the passwords that addresses have written
// out, and with ••• in the place of credentials in headers.
func (b *Bound) RecordedYAML() string {
	var secrets []string
	for name, values := range b.Header {
		if credential.MatchString(name) {
			secrets = append(secrets, values...)
		}
	}
	return Redacting(secrets)(yamldoc.DropPasswords(b.YAML()))
}

// Redacting returns a function that has •••, in a text, for each of some secrets with six or more characters; see [Bound.Redact].
func Redacting(secrets []string) func(text string) string { return finderOf(secrets).redact }

// finder finds secrets by value. A nil finder finds nothing. Its work is linear in the text: maxLayers bounds how often
// the text is read.
type finder struct {
	secrets []string
	encoded []encoded
	blank   bool // a secret has a blank, which forms write as a plus
}

// encoded is what base64 makes of a secret wherever it stands: the characters that depend on nothing else.
type encoded struct {
	core          string
	before, after bool // another character, before or after, depends on the secret as well
}

// span is a part of a text.
type span struct{ from, to int }

// finderOf returns what finds secrets; nil if there is none to be found.
func finderOf(secrets []string) *finder {
	var f finder
	for _, s := range secrets {
		if utf8.RuneCountInString(s) < minSecret || slices.Contains(f.secrets, s) {
			continue
		}
		f.secrets = append(f.secrets, s)
		f.blank = f.blank || strings.Contains(s, " ")
		for _, alphabet := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			for offset := range 3 { // three bytes are four characters
				e := encodedAt(s, offset, alphabet)
				if !slices.Contains(f.encoded, e) {
					f.encoded = append(f.encoded, e)
				}
			}
		}
	}
	if f.secrets == nil {
		return nil
	}
	return &f
}

// encodedAt returns what a secret becomes that stands so many bytes after a multiple of three.
func encodedAt(secret string, offset int, alphabet *base64.Encoding) encoded {
	text := alphabet.EncodeToString(append(make([]byte, offset), secret...))
	bits := 8 * (offset + len(secret))
	return encoded{
		core:   text[(8*offset+5)/6 : bits/6],
		before: offset > 0,
		after:  bits%6 != 0,
	}
}

func (f *finder) redact(text string) string {
	if f == nil {
		return text
	}
	spans := f.find(nil, text, maxLayers)
	if len(spans) == 0 {
		return text
	}
	slices.SortFunc(spans, func(a, b span) int { return a.from - b.from })
	var b strings.Builder
	b.Grow(len(text))
	end := 0
	for i, s := range spans {
		if i > 0 && s.from < end { // in one that is hidden already, or reaching beyond it
			end = max(end, s.to)
			continue
		}
		b.WriteString(text[end:s.from])
		b.WriteString(hiddenText)
		end = s.to
	}
	b.WriteString(text[end:])
	return b.String()
}

// find appends where secrets are in a text, as it stands and with so many layers of escapes undone.
func (f *finder) find(spans []span, text string, layers int) []span {
	for _, secret := range f.secrets {
		for at := 0; ; {
			i := strings.Index(text[at:], secret)
			if i < 0 {
				break
			}
			spans = append(spans, span{at + i, at + i + len(secret)})
			at += i + len(secret)
		}
	}
	for _, e := range f.encoded {
		for at := 0; ; {
			i := strings.Index(text[at:], e.core)
			if i < 0 {
				break
			}
			s := span{at + i, at + i + len(e.core)}
			at = s.to
			if e.before && s.from > 0 && isBase64(text[s.from-1]) {
				s.from--
			}
			if e.after && s.to < len(text) && isBase64(text[s.to]) {
				s.to++
				for s.to < len(text) && text[s.to] == '=' && s.to-at < 3 { // the padding shows how long it is
					s.to++
				}
			}
			spans = append(spans, s)
		}
	}
	if layers == 0 {
		return spans
	}
	for i := range decodings {
		d := &decodings[i]
		if d.trigger == "+%" && !f.blank {
			continue
		}
		plain, marks := d.decode(text)
		if marks == nil {
			continue
		}
		for _, s := range f.find(nil, plain, layers-1) {
			spans = append(spans, origin(marks, s))
		}
	}
	return spans
}

func isBase64(c byte) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z' || lang.IsDigit(c) || strings.IndexByte("+/-_", c) >= 0
}
