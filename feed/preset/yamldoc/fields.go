package yamldoc

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"sockeye/feed/preset/lang"
)

// Fields reads the keys of a map. Each key that is read is one that there can be, so that the schema is written once.
// Its methods report to the source what is wrong with a value; what a value is read into then stays as it was, as it does
// where the key is missing.
type Fields struct {
	Node  *Node // a map, empty where there was none
	src   *Source
	what  string   // what the map is, as an error has it; "" where it is none
	known []string // the keys that there can be
}

// Fields returns the keys of n, which is what as an error has it; if n is no map this is reported, and there are none.
func (s *Source) Fields(n *Node, what string) *Fields {
	f := &Fields{src: s, Node: n, what: what}
	if n.Kind != lang.Map {
		s.WrongKind(n, "`"+what+"`", "a map")
		f.Node = &Node{Kind: lang.Map, Line: n.Line, Column: n.Column}
		f.what = ""
	}
	return f
}

// Get returns the value of a key, or nil.
func (f *Fields) Get(name string) *Node {
	f.known = append(f.known, name)
	return f.Node.Child(name)
}

// Need returns the value of a key, and reports it if it is missing.
func (f *Fields) Need(name string) *Node {
	n := f.Get(name)
	if n == nil && f.what != "" {
		f.src.Report(f.Node.Line, f.Node.Column, "add `"+name+":`", "`%s` is missing in `%s`", name, f.what)
	}
	return n
}

// Has reports whether a key is there. It does not make it one that there can be.
func (f *Fields) Has(name string) bool {
	return slices.ContainsFunc(f.Node.Keys, func(k Key) bool { return k.Name == name })
}

// Done reports the keys that have not been read. It comes after all that are.
func (f *Fields) Done() {
	for _, k := range f.Node.Keys {
		if slices.Contains(f.known, k.Name) {
			continue
		}
		words := slices.Clone(f.known)
		hint := Hint(k.Name, words, "")
		if hint == "" {
			slices.Sort(words)
			hint = "there are " + QuoteAll(slices.Compact(words))
		}
		f.src.Report(k.Line, k.Column, hint, "unknown key `%s` in `%s`", k.Name, f.what)
	}
}

// WrongKind reports a value of the wrong kind: what it is the value of, and what it wants.
func (s *Source) WrongKind(n *Node, what, want string) {
	if n.bad {
		return
	}
	if n.Kind == lang.Null {
		s.Report(n.Line, n.Column, "give it a value, or leave it out", "%s has no value, and must be %s", what, want)
		return
	}
	s.Report(n.Line, n.Column, "", "%s must be %s, and this is %s", what, want, n.Kind)
}

// Scalar reads a key whose value has a small language of its own into dst, and reports the error of parse. want says what
// the value is, as in "a size".
func Scalar[T any](f *Fields, name, want string, dst *T, parse func(string) (T, error)) {
	n := f.Get(name)
	if n == nil {
		return
	}
	if n.Kind != lang.String && n.Kind != lang.Number {
		f.src.WrongKind(n, "`"+name+"`", want)
		return
	}
	v, err := parse(n.Text)
	if err != nil {
		f.src.Report(n.Line, n.Column, "", "`%s`: %v", name, err)
		return
	}
	*dst = v
}

// Duration reads a duration that a feed can wait for.
func (f *Fields) Duration(name string, dst *time.Duration) {
	Scalar(f, name, "a duration", dst, lang.ParseWait)
}

// Size reads a size in bytes.
func (f *Fields) Size(name string, dst *int64) {
	Scalar(f, name, "a size", dst, lang.ParseSize)
}

// Rate reads a rate in messages a second.
func (f *Fields) Rate(name string, dst *float64) {
	Scalar(f, name, "a rate", dst, lang.ParseRate)
}

// CountTo reads a whole number from 1 to most.
func (f *Fields) CountTo(name string, most int, dst *int) {
	Scalar(f, name, "a whole number", dst, func(text string) (int, error) {
		n, ok := lang.ParseIndex(text)
		if !ok || n < 1 || n > most {
			return 0, fmt.Errorf("this must be a whole number from 1 to %d", most)
		}
		return n, nil
	})
}

// Count reads a whole number of at least one.
func (f *Fields) Count(name string, dst *int) {
	Scalar(f, name, "a whole number", dst, func(text string) (int, error) {
		n, ok := lang.ParseIndex(text)
		if !ok || n < 1 {
			return 0, fmt.Errorf("this must be a whole number of at least 1")
		}
		return n, nil
	})
}

// Flag reads `true` or `false`.
func (f *Fields) Flag(name string, dst *bool) {
	n := f.Get(name)
	switch {
	case n == nil:
	case n.Kind == lang.Bool:
		*dst = n.Text == "true"
	default:
		f.src.WrongKind(n, "`"+name+"`", "`true` or `false`")
	}
}

// Text reads a text; a number is one as well, as written.
func (f *Fields) Text(name string, dst *string) {
	if n := f.Get(name); n != nil {
		if t, ok := f.src.TextOf(n, "`"+name+"`"); ok {
			*dst = t
		}
	}
}

// NonEmpty reads a text that must not be empty.
func (f *Fields) NonEmpty(name string, dst *string) {
	f.Text(name, dst)
	if n := f.Get(name); n != nil && n.Kind == lang.String && n.Text == "" {
		f.src.Report(n.Line, n.Column, "give it a value, or leave it out", "`%s` is empty", name)
	}
}

// Choice reads one of a few words.
func (f *Fields) Choice(name string, dst *string, words ...string) {
	Scalar(f, name, "one of "+QuoteAll(words), dst, func(text string) (string, error) {
		if !slices.Contains(words, text) {
			return "", fmt.Errorf("this must be one of %s", QuoteAll(words))
		}
		return text, nil
	})
}

// TextOf returns the text of a scalar, and reports anything else; what is its name as an error has it.
func (s *Source) TextOf(n *Node, what string) (string, bool) {
	if n.Kind != lang.String && n.Kind != lang.Number {
		s.WrongKind(n, what, "a text")
		return "", false
	}
	return n.Text, true
}

// List returns the elements of a key's list. want says what it is a list of, as an error has it.
func (f *Fields) List(name, want string) []*Node {
	n := f.Get(name)
	if n == nil {
		return nil
	}
	if n.Kind != lang.List {
		f.src.WrongKind(n, "`"+name+"`", want)
		return nil
	}
	return n.Items
}

// OneOrMore returns the elements of a key's list, or its map as the only one. want says what it is, as an error has it.
func (f *Fields) OneOrMore(name, want string) []*Node {
	n := f.Get(name)
	switch {
	case n == nil:
		return nil
	case n.Kind == lang.Map:
		return []*Node{n}
	}
	return f.List(name, want)
}

// QuoteAll returns words as an error lists them: each between backquotes, with commas.
func QuoteAll(words []string) string {
	return "`" + strings.Join(words, "`, `") + "`"
}
