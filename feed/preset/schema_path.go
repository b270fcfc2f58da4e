package preset

import (
	"sockeye/feed/preset/lang"
	"sockeye/feed/preset/yamldoc"
)

// This file reads paths.

// path reads a path; only `each` lets it fan out.
func (r *reader) path(f *yamldoc.Fields, name string) *lang.Path {
	n := f.Get(name)
	if n == nil {
		return nil
	}
	return r.pathOf(n, "`"+name+"`", name == "each")
}

// needPath reads a path that must be there.
func (r *reader) needPath(f *yamldoc.Fields, name string) lang.Path {
	if n := f.Need(name); n != nil {
		if p := r.pathOf(n, "`"+name+"`", false); p != nil {
			return *p
		}
	}
	return lang.Path{}
}

// pathOf reads a path. what is its name as an error has it.
func (r *reader) pathOf(n *yamldoc.Node, what string, fanOut bool) *lang.Path {
	if n.Kind != lang.String && n.Kind != lang.Number {
		r.src.WrongKind(n, what, "a path")
		return nil
	}
	return r.pathText(n.Text, n.Line, n.Column, fanOut)
}

func (r *reader) pathText(text string, line, column int, fanOut bool) *lang.Path {
	p, err := lang.ParsePath(text)
	if err != nil {
		r.src.Report(line, column, "", "%v", err)
		return nil
	}
	if p.FansOut() && !fanOut {
		r.src.Report(line, column, "", "`*` stands for every element, and only `each` can have more than one")
		return nil
	}
	return &p
}
