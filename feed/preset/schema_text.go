package preset

import "strings"

// This file reads the small languages: templates and matches.

// template reads a tree with placeholders.
func (r *reader) template(n *node, at site) Template { return Template{r.tree(n, at)} }

func (r *reader) tree(n *node, at site) *tree {
	t := &tree{kind: n.kind, text: n.text}
	if n.kind == String {
		t.pieces = r.pieces(n, at)
	}
	for _, k := range n.keys {
		r.keyIsPlain(k)
		t.keys = append(t.keys, k.name)
	}
	if n.kind == List || n.kind == Map {
		t.items = make([]*tree, len(n.items))
		for i, item := range n.items {
			t.items[i] = r.tree(item, at)
		}
	}
	return t
}

// keyIsPlain reports a placeholder in a key.
func (r *reader) keyIsPlain(k key) {
	if strings.Contains(k.name, "${") {
		r.src.report(k.line, k.column, "", "a placeholder stands in a value, not in a key")
	}
}

// pieces takes a text apart and checks its placeholders; nil if there are none.
func (r *reader) pieces(n *node, at site) []piece {
	pieces, err := parsePieces(n.text)
	if err != nil {
		line, column := r.src.find(n, "${")
		r.src.report(line, column, "", "%v", err)
		return nil
	}
	for _, p := range pieces {
		if p.name != "" {
			r.placeholder(n, p.name, at)
		}
		if p.raw && at.what != atURL.what {
			line, column := r.src.find(n, "${"+p.name)
			r.src.report(line, column, "leave `|raw` out", "`${%s|raw}` is for a `url`, where values are escaped otherwise", p.name)
		}
	}
	return pieces
}

// match reads a pattern, or a list of patterns of which one must hold.
func (r *reader) match(f *fields, name string, at site) Match {
	n := f.take(name)
	if n == nil {
		return nil
	}
	if n.kind != List {
		return r.pattern(nil, n, name, at)
	}
	if len(n.items) == 0 {
		r.src.report(n.line, n.column, "add one, or leave it out", "`%s` is any of the patterns in its list, and this one has none", name)
	}
	var m Match
	for _, item := range n.items {
		m = r.pattern(m, item, name, at)
	}
	return m
}

// pattern appends the pattern n to m.
func (r *reader) pattern(m Match, n *node, name string, at site) Match {
	switch n.kind {
	case List, Null:
		r.src.wrongKind(n, "`"+name+"`", "a map `path: expected`, or raw text")
		return m
	case Map:
		if len(n.keys) == 0 {
			r.src.report(n.line, n.column, `the raw text is written "{}"; every message is matched by {$: "*"}`, "an empty map says nothing about a message")
		}
		var p Pattern
		for i, k := range n.keys {
			r.keyIsPlain(k)
			want := r.expect(n.items[i], at)
			if path := r.src.pathText(k.name, k.line, k.column, false); path != nil {
				p.Conds = append(p.Conds, Cond{Path: *path, Want: want})
			}
		}
		return append(m, p)
	}
	raw := r.expect(n, at)
	return append(m, Pattern{Raw: &raw})
}

// expect reads what a match wants to find.
func (r *reader) expect(n *node, at site) Expect {
	switch n.kind {
	case Map:
		r.src.report(n.line, n.column, "to look deeper, write the whole path: `a.b: expected`", "a match compares texts, and this is a map")
		return Expect{}
	case List:
		if len(n.items) == 0 {
			r.src.report(n.line, n.column, "", "a list is any of its elements, and this one has none")
		}
		e := Expect{how: wantAny}
		for _, item := range n.items {
			if item.kind == List {
				r.src.report(item.line, item.column, "", "a match compares texts, and this is a list in a list")
				continue
			}
			e.anyOf = append(e.anyOf, r.expect(item, at))
		}
		return e
	}
	if _, ok := asRegexp(n.text); ok && strings.Contains(n.text, "${") {
		r.src.report(n.line, n.column, "", "a regular expression cannot hold placeholders")
		return Expect{}
	}
	if n.kind == String {
		if pieces := r.pieces(n, at); pieces != nil {
			return Expect{how: wantTemplate, value: Template{&tree{kind: String, pieces: pieces}}}
		}
	}
	e, err := parseExpect(n.value())
	if err != nil {
		r.src.report(n.line, n.column, "", "%v", err)
	}
	return e
}
