package preset

import "strings"

// This file reads how a preset takes messages apart.

func (r *reader) event(n *node) Event {
	f := r.src.fields(n, "events")
	var e Event
	if !f.has("sub") {
		f.need("match")
	}
	e.Match = r.match(f, "match", atMatch)
	e.Each = f.path("each")
	e.Label = r.pathOrText(f, "label")
	e.Time = f.path("time")
	e.Unit = r.pathOrText(f, "unit")
	e.Text = r.pathOrText(f, "text")
	var given []string
	for _, name := range []string{"value", "values", "ohlc"} {
		if f.has(name) {
			given = append(given, name)
		}
	}
	if len(given) > 1 {
		r.src.report(n.line, n.column, "make two rules of it", "a rule gives one of `value`, `values` and `ohlc`, and this one has %s", quoteAll(given))
	}
	if p := f.path("value"); p != nil {
		e.Values = []ValuePath{{Name: "value", Path: *p}}
	}
	if n := f.take("values"); n != nil {
		e.Values = r.values(n)
	}
	if n := f.take("ohlc"); n != nil {
		e.OHLC = r.ohlc(n)
	}
	f.done()
	return e
}

func (r *reader) values(n *node) []ValuePath {
	if n.kind != Map || len(n.keys) == 0 {
		r.src.report(n.line, n.column, "write `{last: PATH, bid: PATH}`", "`values` wants a map of names and paths")
		return nil
	}
	var values []ValuePath
	for i, k := range n.keys {
		if k.name == "" {
			r.src.report(k.line, k.column, "", "a value needs a name")
		}
		if p := r.src.path(n.items[i], "`"+k.name+"`", false); p != nil {
			values = append(values, ValuePath{Name: k.name, Path: *p})
		}
	}
	return values
}

func (r *reader) ohlc(n *node) *OHLC {
	f := r.src.fields(n, "ohlc")
	o := &OHLC{
		Open: f.needPath("open"), High: f.needPath("high"), Low: f.needPath("low"), Close: f.needPath("close"),
		Volume: f.path("volume"), Begin: f.path("begin"), End: f.path("end"), Closed: f.path("closed"),
	}
	if n.kind == Map && !f.has("begin") && !f.has("end") {
		r.src.report(n.line, n.column, "add `begin:` or `end:`", "a candle is told from the next one by its time, and `ohlc` has neither `begin` nor `end`")
	}
	f.done()
	return o
}

// pathOrText reads a value that is text if it holds a placeholder or begins with `=`, and a path otherwise.
func (r *reader) pathOrText(f *fields, name string) PathOrText {
	n := f.take(name)
	if n == nil {
		return PathOrText{}
	}
	if n.kind == String && (strings.Contains(n.text, "${") || strings.HasPrefix(n.text, "=")) {
		at := atEvent
		at.what = "`" + name + "`"
		text := *n
		text.text = strings.TrimPrefix(n.text, "=")
		t := r.template(&text, at)
		return PathOrText{Text: &t}
	}
	return PathOrText{Path: r.src.path(n, "`"+name+"`", false)}
}
