package preset

import (
	"strings"

	"sockeye/feed/preset/lang"
)

// This file reads the small languages: templates and matches.

// template reads a tree with placeholders.
func (r *reader) template(n *node, at site) lang.Template {
	switch n.kind {
	case lang.String:
		return r.text(n, at)
	case lang.List, lang.Map:
		var keys []string
		for _, k := range n.keys {
			r.keyIsPlain(k)
			keys = append(keys, k.name)
		}
		items := make([]lang.Template, len(n.items))
		for i, item := range n.items {
			items[i] = r.template(item, at)
		}
		if n.kind == lang.List {
			return lang.ListTemplate(items)
		}
		return lang.MapTemplate(keys, items)
	}
	return lang.FixedTemplate(n.value())
}

// keyIsPlain reports a placeholder in a key.
func (r *reader) keyIsPlain(k key) {
	if strings.Contains(k.name, "${") {
		r.src.report(k.line, k.column, "", "a placeholder stands in a value, not in a key")
	}
}

// text reads a text and checks its placeholders.
func (r *reader) text(n *node, at site) lang.Template {
	t, err := lang.ParseTemplate(n.text)
	if err != nil {
		line, column := r.src.find(n, "${")
		r.src.report(line, column, "", "%v", err)
		return lang.FixedTemplate(n.value())
	}
	for _, p := range t.Pieces() {
		if p.Name != "" {
			r.placeholder(n, p.Name, at)
		}
		if p.Raw && at.what != atURL.what {
			line, column := r.src.find(n, "${"+p.Name)
			r.src.report(line, column, "leave `|raw` out", "`${%s|raw}` is for a `url`, where values are escaped otherwise", p.Name)
		}
	}
	return t
}

// match reads a pattern, or a list of patterns of which one must hold.
func (r *reader) match(f *fields, name string, at site) lang.Match {
	n := f.take(name)
	if n == nil {
		return nil
	}
	if n.kind != lang.List {
		return r.pattern(nil, n, name, at)
	}
	if len(n.items) == 0 {
		r.src.report(n.line, n.column, "add one, or leave it out", "`%s` is any of the patterns in its list, and this one has none", name)
	}
	var m lang.Match
	for _, item := range n.items {
		m = r.pattern(m, item, name, at)
	}
	return m
}

// pattern appends the pattern n to m.
func (r *reader) pattern(m lang.Match, n *node, name string, at site) lang.Match {
	switch n.kind {
	case lang.List, lang.Null:
		r.src.wrongKind(n, "`"+name+"`", "a map `path: expected`, or raw text")
		return m
	case lang.Map:
		if len(n.keys) == 0 {
			r.src.report(n.line, n.column, `the raw text is written "{}"; every message is matched by {$: "*"}`, "an empty map says nothing about a message")
		}
		var p lang.Pattern
		for i, k := range n.keys {
			r.keyIsPlain(k)
			want := r.expect(n.items[i], at)
			if path := r.src.pathText(k.name, k.line, k.column, false); path != nil {
				p.Conds = append(p.Conds, lang.Cond{Path: *path, Want: want})
			}
		}
		return append(m, p)
	}
	raw := r.expect(n, at)
	return append(m, lang.Pattern{Raw: &raw})
}

// expect reads what a match wants to find.
func (r *reader) expect(n *node, at site) lang.Expect {
	switch n.kind {
	case lang.Map:
		r.src.report(n.line, n.column, "to look deeper, write the whole path: `a.b: expected`", "a match compares texts, and this is a map")
		return lang.Expect{}
	case lang.List:
		if len(n.items) == 0 {
			r.src.report(n.line, n.column, "", "a list is any of its elements, and this one has none")
		}
		var anyOf []lang.Expect
		for _, item := range n.items {
			if item.kind == lang.List {
				r.src.report(item.line, item.column, "", "a match compares texts, and this is a list in a list")
				continue
			}
			anyOf = append(anyOf, r.expect(item, at))
		}
		return lang.ExpectAny(anyOf)
	}
	if _, ok := lang.AsRegexp(n.text); ok && strings.Contains(n.text, "${") {
		r.src.report(n.line, n.column, "", "a regular expression cannot hold placeholders")
		return lang.Expect{}
	}
	if n.kind == lang.String {
		if t := r.text(n, at); t.Pieces() != nil {
			return lang.ExpectFilled(t)
		}
	}
	e, err := lang.ParseExpect(n.value())
	if err != nil {
		r.src.report(n.line, n.column, "", "%v", err)
	}
	return e
}
