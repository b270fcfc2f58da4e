package preset

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"sockeye/feed/preset/lang"
)

// fields reads the keys of a map. It learns which keys there can be from being asked for them, so that the
// schema is written once.
type fields struct {
	src  *source
	n    *node
	what string // as an error says it
	asks []string
}

// fields returns the keys of n; if n is no map this is reported, and there are none.
func (s *source) fields(n *node, what string) *fields {
	f := &fields{src: s, n: n, what: what}
	if n.kind != lang.Map {
		s.wrongKind(n, "`"+what+"`", "a map")
		f.n = &node{kind: lang.Map, line: n.line, column: n.column}
		f.what = ""
	}
	return f
}

// take returns the value of a key, or nil.
func (f *fields) take(name string) *node {
	f.asks = append(f.asks, name)
	return f.n.child(name)
}

// need returns the value of a key, and reports it if it is missing.
func (f *fields) need(name string) *node {
	n := f.take(name)
	if n == nil && f.what != "" {
		f.src.report(f.n.line, f.n.column, "add `"+name+":`", "`%s` is missing in `%s`", name, f.what)
	}
	return n
}

// has reports whether a key is there, without asking for it.
func (f *fields) has(name string) bool {
	return slices.ContainsFunc(f.n.keys, func(k key) bool { return k.name == name })
}

// done reports the keys that nobody asked for.
func (f *fields) done() {
	for _, k := range f.n.keys {
		if slices.Contains(f.asks, k.name) {
			continue
		}
		words := slices.Clone(f.asks)
		hint := ""
		if word, ok := Nearest(k.name, words); ok {
			hint = fmt.Sprintf("did you mean `%s`?", word)
		} else {
			slices.Sort(words)
			hint = "there are " + quoteAll(slices.Compact(words))
		}
		f.src.report(k.line, k.column, hint, "unknown key `%s` in `%s`", k.name, f.what)
	}
}

// wrongKind reports a value of the wrong kind.
func (s *source) wrongKind(n *node, what, want string) {
	if n.bad {
		return
	}
	if n.kind == lang.Null {
		s.report(n.line, n.column, "give it a value, or leave it out", "%s has no value, and wants %s", what, want)
		return
	}
	s.report(n.line, n.column, "", "%s wants %s, and this is %s", what, want, n.kind)
}

// scalar reads a key whose value has a small language of its own, and reports what parse says of it.
func scalar[T any](f *fields, name, want string, dst *T, parse func(string) (T, error)) {
	n := f.take(name)
	if n == nil {
		return
	}
	if n.kind != lang.String && n.kind != lang.Number {
		f.src.wrongKind(n, "`"+name+"`", want)
		return
	}
	v, err := parse(n.text)
	if err != nil {
		f.src.report(n.line, n.column, "", "`%s`: %v", name, err)
		return
	}
	*dst = v
}

func (f *fields) duration(name string, dst *time.Duration) {
	scalar(f, name, "a duration", dst, lang.ParseWait)
}

func (f *fields) size(name string, dst *int64) {
	scalar(f, name, "a size", dst, lang.ParseSize)
}

func (f *fields) rate(name string, dst *float64) {
	scalar(f, name, "a rate", dst, lang.ParseRate)
}

// countTo reads a whole number from 1 to most.
func (f *fields) countTo(name string, most int, dst *int) {
	scalar(f, name, "a whole number", dst, func(text string) (int, error) {
		n, ok := lang.ParseIndex(text)
		if !ok || n < 1 || n > most {
			return 0, fmt.Errorf("this must be a whole number from 1 to %d", most)
		}
		return n, nil
	})
}

// count reads a whole number of at least one.
func (f *fields) count(name string, dst *int) {
	scalar(f, name, "a whole number", dst, func(text string) (int, error) {
		n, ok := lang.ParseIndex(text)
		if !ok || n < 1 {
			return 0, fmt.Errorf("this must be a whole number of at least 1")
		}
		return n, nil
	})
}

func (f *fields) flag(name string, dst *bool) {
	n := f.take(name)
	switch {
	case n == nil:
	case n.kind == lang.Bool:
		*dst = n.text == "true"
	default:
		f.src.wrongKind(n, "`"+name+"`", "`true` or `false`")
	}
}

// text reads a text; a number is one as well, as written.
func (f *fields) text(name string, dst *string) {
	if n := f.take(name); n != nil {
		if t, ok := f.src.textOf(n, "`"+name+"`"); ok {
			*dst = t
		}
	}
}

// filled reads a text that must not be empty.
func (f *fields) filled(name string, dst *string) {
	f.text(name, dst)
	if n := f.take(name); n != nil && n.kind == lang.String && n.text == "" {
		f.src.report(n.line, n.column, "give it a value, or leave it out", "`%s` is empty", name)
	}
}

// choice reads one of a few words.
func (f *fields) choice(name string, dst *string, words ...string) {
	scalar(f, name, "one of "+quoteAll(words), dst, func(text string) (string, error) {
		if !slices.Contains(words, text) {
			return "", fmt.Errorf("this must be one of %s", quoteAll(words))
		}
		return text, nil
	})
}

func (s *source) textOf(n *node, what string) (string, bool) {
	if n.kind != lang.String && n.kind != lang.Number {
		s.wrongKind(n, what, "a text")
		return "", false
	}
	return n.text, true
}

// list returns the elements of a key's list.
func (f *fields) list(name, want string) []*node {
	n := f.take(name)
	if n == nil {
		return nil
	}
	if n.kind != lang.List {
		f.src.wrongKind(n, "`"+name+"`", want)
		return nil
	}
	return n.items
}

// path reads a path; only `each` lets it fan out.
func (f *fields) path(name string) *lang.Path {
	n := f.take(name)
	if n == nil {
		return nil
	}
	return f.src.path(n, "`"+name+"`", name == "each")
}

// needPath reads a path that must be there.
func (f *fields) needPath(name string) lang.Path {
	if n := f.need(name); n != nil {
		if p := f.src.path(n, "`"+name+"`", false); p != nil {
			return *p
		}
	}
	return lang.Path{}
}

func (s *source) path(n *node, what string, fanOut bool) *lang.Path {
	if n.kind != lang.String && n.kind != lang.Number {
		s.wrongKind(n, what, "a path")
		return nil
	}
	return s.pathText(n.text, n.line, n.column, fanOut)
}

func (s *source) pathText(text string, line, column int, fanOut bool) *lang.Path {
	p, err := lang.ParsePath(text)
	if err != nil {
		s.report(line, column, "", "%v", err)
		return nil
	}
	if p.FansOut() && !fanOut {
		s.report(line, column, "", "`*` stands for every element, and only `each` can take more than one")
		return nil
	}
	return &p
}

func quoteAll(words []string) string {
	return "`" + strings.Join(words, "`, `") + "`"
}
