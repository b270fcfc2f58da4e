package preset

import (
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"
)

// hiddenText stands wherever a secret would be shown.
const hiddenText = "•••"

// minSecret is the number of characters from which on a secret is found by its value. A shorter one would
// be found in texts that have nothing to do with it.
const minSecret = 6

// Redacted returns the scope of b with every secret as •••, for what is shown, logged or copied.
func (b *Bound) Redacted() Scope { return redacted{b} }

type redacted struct{ b *Bound }

// Lookup returns a value without its secrets.
func (r redacted) Lookup(name string) (Value, bool) {
	if v, ok := r.b.shown[name]; ok {
		return v, true
	}
	return r.b.Lookup(name)
}

// Redact returns text with every secret of six or more characters as •••, also where it is escaped for
// an address or for JSON.
func (b *Bound) Redact(text string) string {
	if b.secrets == nil {
		return text
	}
	return b.secrets.Replace(text)
}

// HasSecrets reports whether there is anything that Redact could find.
func (b *Bound) HasSecrets() bool { return b.secrets != nil }

// jsonEscapes are what servers write in JSON for characters that would need no escape: PHP for a slash, Go and others for
// what is dangerous in HTML.
var jsonEscapes = []*strings.Replacer{
	strings.NewReplacer("/", `\/`),
	strings.NewReplacer("<", `\u003c`, ">", `\u003e`, "&", `\u0026`),
}

// replacer finds secrets by value; nil if there is none to be found.
func replacer(secrets []string) *strings.Replacer {
	var forms []string
	for _, s := range secrets {
		if utf8.RuneCountInString(s) < minSecret {
			continue
		}
		quoted := appendString(nil, s)
		text := string(quoted[1 : len(quoted)-1])
		forms = append(forms, s, url.QueryEscape(s), url.PathEscape(s), text)
		for _, escapes := range jsonEscapes {
			forms = append(forms, escapes.Replace(text))
		}
	}
	if len(forms) == 0 {
		return nil
	}
	// The longest first: one secret may begin with another.
	slices.SortFunc(forms, func(a, b string) int { return len(b) - len(a) })
	var pairs []string
	for _, form := range slices.Compact(forms) {
		pairs = append(pairs, form, hiddenText)
	}
	return strings.NewReplacer(pairs...)
}
