package preset

import (
	"strings"

	"sockeye/feed/preset/lang"
	"sockeye/feed/preset/yamldoc"
)

// This file reads the small languages: templates and matches.

// template reads a tree with placeholders.
func (r *reader) template(n *yamldoc.Node, at site) lang.Template {
	switch n.Kind {
	case lang.String:
		return r.text(n, at)
	case lang.List, lang.Map:
		var keys []string
		for _, k := range n.Keys {
			r.keyIsPlain(k)
			keys = append(keys, k.Name)
		}
		items := make([]lang.Template, len(n.Items))
		for i, item := range n.Items {
			items[i] = r.template(item, at)
		}
		if n.Kind == lang.List {
			return lang.ListTemplate(items)
		}
		return lang.MapTemplate(keys, items)
	}
	return lang.FixedTemplate(n.Value())
}

// keyIsPlain reports a placeholder in a key.
func (r *reader) keyIsPlain(k yamldoc.Key) {
	if strings.Contains(k.Name, "${") {
		r.src.Report(k.Line, k.Column, "", "a placeholder stands in a value, not in a key")
	}
}

// text reads a text and checks its placeholders.
func (r *reader) text(n *yamldoc.Node, at site) lang.Template {
	t, err := lang.ParseTemplate(n.Text)
	if err != nil {
		line, column := r.src.Find(n, "${")
		r.src.Report(line, column, "", "%v", err)
		return lang.FixedTemplate(n.Value())
	}
	for _, p := range t.Pieces() {
		if p.Name != "" {
			r.placeholder(n, p.Name, at)
		}
		if p.Raw && at.what != atURL.what {
			line, column := r.src.Find(n, "${"+p.Name)
			r.src.Report(line, column, "leave `|raw` out", "`${%s|raw}` is for a `url`, where values are escaped otherwise", p.Name)
		}
	}
	return t
}

// match reads a pattern, or a list of patterns of which one must hold.
func (r *reader) match(f *yamldoc.Fields, name string, at site) lang.Match {
	n := f.Get(name)
	if n == nil {
		return nil
	}
	if n.Kind != lang.List {
		return r.pattern(nil, n, name, at)
	}
	if len(n.Items) == 0 {
		r.src.Report(n.Line, n.Column, "add one, or leave it out", "`%s` is any of the patterns in its list, and this one has none", name)
	}
	var m lang.Match
	for _, item := range n.Items {
		m = r.pattern(m, item, name, at)
	}
	return m
}

// pattern appends the pattern n to m.
func (r *reader) pattern(m lang.Match, n *yamldoc.Node, name string, at site) lang.Match {
	switch n.Kind {
	case lang.List, lang.Null:
		r.src.WrongKind(n, "`"+name+"`", "a map `path: expected`, or raw text")
		return m
	case lang.Map:
		if len(n.Keys) == 0 {
			r.src.Report(n.Line, n.Column, `the raw text is written "{}"; every message is matched by {$: "*"}`, "an empty map says nothing about a message")
		}
		var p lang.Pattern
		for i, k := range n.Keys {
			r.keyIsPlain(k)
			want := r.expect(n.Items[i], at)
			if path := r.pathText(k.Name, k.Line, k.Column, false); path != nil {
				p.Conds = append(p.Conds, lang.Cond{Path: *path, Want: want})
			}
		}
		return append(m, p)
	}
	raw := r.expect(n, at)
	return append(m, lang.Pattern{Raw: &raw})
}

// expect reads what a match expects to find.
func (r *reader) expect(n *yamldoc.Node, at site) lang.Expect {
	switch n.Kind {
	case lang.Map:
		r.src.Report(n.Line, n.Column, "for a value inside it, write the whole path: `a.b: expected`", "a match compares texts, and this is a map")
		return lang.Expect{}
	case lang.List:
		if len(n.Items) == 0 {
			r.src.Report(n.Line, n.Column, "", "a list is any of its elements, and this one has none")
		}
		var anyOf []lang.Expect
		for _, item := range n.Items {
			if item.Kind == lang.List {
				r.src.Report(item.Line, item.Column, "", "a match compares texts, and this is a list in a list")
				continue
			}
			anyOf = append(anyOf, r.expect(item, at))
		}
		return lang.ExpectAny(anyOf)
	}
	if _, ok := lang.AsRegexp(n.Text); ok && strings.Contains(n.Text, "${") {
		r.src.Report(n.Line, n.Column, "", "a regular expression cannot hold placeholders")
		return lang.Expect{}
	}
	if n.Kind == lang.String {
		if t := r.text(n, at); t.Pieces() != nil {
			return lang.ExpectFilled(t)
		}
	}
	e, err := lang.ParseExpect(n.Value())
	if err != nil {
		r.src.Report(n.Line, n.Column, "", "%v", err)
	}
	return e
}
