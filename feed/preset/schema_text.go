package preset

import (
	"strings"

	"sockeye/feed/preset/lang"
	"sockeye/feed/preset/yamldoc"
)

// texts reads what is written in the small languages: templates, matches and paths. It keeps which placeholders have a value.
type texts struct {
	src     *yamldoc.Source
	params  []string    // the names of the preset's params
	param   string      // the param that is being read
	hasItem bool        // `subscribe.item` is there
	saves   saves       // the names that messages bring
	refs    []reference // what is read when the preset is opened
}

// template reads a tree with placeholders.
func (t *texts) template(n *yamldoc.Node, at site) lang.Template {
	switch n.Kind {
	case lang.String:
		return t.text(n, at)
	case lang.List, lang.Map:
		var keys []string
		for _, k := range n.Keys {
			t.keyIsPlain(k)
			keys = append(keys, k.Name)
		}
		items := make([]lang.Template, len(n.Items))
		for i, item := range n.Items {
			items[i] = t.template(item, at)
		}
		if n.Kind == lang.List {
			return lang.ListTemplate(items)
		}
		return lang.MapTemplate(keys, items)
	}
	return lang.FixedTemplate(n.Value())
}

// keyIsPlain reports a placeholder in a key.
func (t *texts) keyIsPlain(k yamldoc.Key) {
	if strings.Contains(k.Name, "${") {
		t.src.Report(k.Line, k.Column, "", "a placeholder stands in a value, not in a key")
	}
}

// text reads a text and checks its placeholders.
func (t *texts) text(n *yamldoc.Node, at site) lang.Template {
	parsed, err := lang.ParseTemplate(n.Text)
	if err != nil {
		line, column := t.src.Find(n, "${")
		t.src.Report(line, column, "", "%v", err)
		return lang.FixedTemplate(n.Value())
	}
	for _, p := range parsed.Pieces() {
		if p.Name != "" {
			t.placeholder(n, p.Name, at)
		}
		if p.Raw && at.what != atURL.what && at.what != atWebhook.what {
			line, column := t.src.Find(n, "${"+p.Name)
			t.src.Report(line, column, "leave `|raw` out", "`${%s|raw}` is for a `url`, where values are escaped otherwise", p.Name)
		}
	}
	return parsed
}

// match reads a pattern, or a list of patterns of which one must hold.
func (t *texts) match(f *yamldoc.Fields, name string, at site) lang.Match {
	n := f.Get(name)
	if n == nil {
		return nil
	}
	if n.Kind != lang.List {
		return t.pattern(nil, n, name, at)
	}
	if len(n.Items) == 0 {
		t.src.Report(n.Line, n.Column, "add one, or leave it out", "`%s` is any of the patterns in its list, and this one has none", name)
	}
	var m lang.Match
	for _, item := range n.Items {
		m = t.pattern(m, item, name, at)
	}
	return m
}

// pattern appends the pattern n to m.
func (t *texts) pattern(m lang.Match, n *yamldoc.Node, name string, at site) lang.Match {
	switch n.Kind {
	case lang.List, lang.Null:
		t.src.WrongKind(n, "`"+name+"`", "a map `path: expected`, or raw text")
		return m
	case lang.Map:
		if len(n.Keys) == 0 {
			t.src.Report(n.Line, n.Column, `the raw text is written "{}"; every message is matched by {$: "*"}`, "an empty map says nothing about a message")
		}
		var p lang.Pattern
		for i, k := range n.Keys {
			t.keyIsPlain(k)
			want := t.expect(n.Items[i], at)
			if path := t.pathText(k.Name, k.Line, k.Column, false); path != nil {
				p.Conds = append(p.Conds, lang.Cond{Path: *path, Want: want})
			}
		}
		return append(m, p)
	}
	raw := t.expect(n, at)
	return append(m, lang.Pattern{Raw: &raw})
}

// expect reads what a match expects to find.
func (t *texts) expect(n *yamldoc.Node, at site) lang.Expect {
	switch n.Kind {
	case lang.Map:
		t.src.Report(n.Line, n.Column, "for a value inside it, write the whole path: `a.b: expected`", "a match compares texts, and this is a map")
		return lang.Expect{}
	case lang.List:
		if len(n.Items) == 0 {
			t.src.Report(n.Line, n.Column, "", "a list is any of its elements, and this one has none")
		}
		var anyOf []lang.Expect
		for _, item := range n.Items {
			if item.Kind == lang.List {
				t.src.Report(item.Line, item.Column, "", "a match compares texts, and this is a list in a list")
				continue
			}
			anyOf = append(anyOf, t.expect(item, at))
		}
		return lang.ExpectAny(anyOf)
	}
	if _, ok := lang.AsRegexp(n.Text); ok && strings.Contains(n.Text, "${") {
		t.src.Report(n.Line, n.Column, "", "a regular expression cannot hold placeholders")
		return lang.Expect{}
	}
	if n.Kind == lang.String {
		if filled := t.text(n, at); filled.Pieces() != nil {
			return lang.ExpectFilled(filled)
		}
	}
	e, err := lang.ParseExpect(n.Value())
	if err != nil {
		t.src.Report(n.Line, n.Column, "", "%v", err)
	}
	return e
}
