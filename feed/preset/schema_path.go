package preset

import (
	"sockeye/feed/preset/lang"
	"sockeye/feed/preset/yamldoc"
)

// This file reads paths.

// path reads a path; only `each` lets it fan out.
func (t *texts) path(f *yamldoc.Fields, name string) *lang.Path {
	n := f.Get(name)
	if n == nil {
		return nil
	}
	return t.pathOf(n, "`"+name+"`", name == "each")
}

// needPath reads a path that must be there.
func (t *texts) needPath(f *yamldoc.Fields, name string) lang.Path {
	if n := f.Need(name); n != nil {
		if p := t.pathOf(n, "`"+name+"`", false); p != nil {
			return *p
		}
	}
	return lang.Path{}
}

// pathOf reads a path. what is its name as an error has it.
func (t *texts) pathOf(n *yamldoc.Node, what string, fanOut bool) *lang.Path {
	if n.Kind != lang.String && n.Kind != lang.Number {
		t.src.WrongKind(n, what, "a path")
		return nil
	}
	return t.pathText(n.Text, n.Line, n.Column, fanOut)
}

func (t *texts) pathText(text string, line, column int, fanOut bool) *lang.Path {
	p, err := lang.ParsePath(text)
	if err != nil {
		t.src.Report(line, column, "", "%v", err)
		return nil
	}
	if p.FansOut() && !fanOut {
		t.src.Report(line, column, "", "`*` stands for every element, and only `each` can have more than one")
		return nil
	}
	return &p
}
