package preset

import (
	"strings"
	"time"
	_ "time/tzdata" // for `zone`, on machines that have no time zones of their own

	"sockeye/feed/preset/lang"
)

// This file reads how a preset takes messages apart.

func (r *reader) event(n *node) Event {
	f := r.src.fields(n, "events")
	var e Event
	if !f.has("sub") {
		f.need("match")
	}
	e.Match = r.match(f, "match", atMatch)
	if n := f.take("sub"); n != nil {
		e.Sub = r.routes(n)
	}
	e.Each = f.path("each")
	e.Where = r.where(f)
	for _, n := range f.list("keep", "a list of wildcards") {
		e.Keep = append(e.Keep, r.wildcard(n))
	}
	e.Label = r.pathOrText(f, "label")
	e.Time = f.path("time")
	e.Zone = r.zone(f)
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
	f.flag("whole", &e.Whole)
	if n := f.take("whole"); n != nil && len(given) == 0 {
		r.src.report(n.line, n.column, "leave it out, or add `value:`", "`whole` is about the values of a record, and this rule has none")
	}
	f.flag("stop", &e.Stop)
	f.done()
	return e
}

// zone reads the time zone of times that are written without one.
func (r *reader) zone(f *fields) *time.Location {
	var name string
	f.filled("zone", &name)
	n := f.take("zone")
	if n == nil || name == "" {
		return nil
	}
	if !f.has("time") && !f.has("ohlc") {
		r.src.report(n.line, n.column, "leave it out, or add `time:`", "`zone` is about the times of a record, and this rule has none")
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		r.src.report(n.line, n.column, "write it as in `Asia/Seoul`, or `UTC`", "there is no time zone `%s`", name)
		return nil
	}
	return zone
}

// routes reads how a message names the subscription that it belongs to.
func (r *reader) routes(n *node) []Route {
	if n.kind != lang.Map || len(n.keys) == 0 {
		r.src.report(n.line, n.column, `write {PATH: "${symbol}"}`, "`sub` wants a map of paths and what is there")
		return nil
	}
	var routes []Route
	tells := false
	for i, k := range n.keys {
		r.keyIsPlain(k)
		path := r.src.pathText(k.name, k.line, k.column, false)
		if _, ok := r.src.textOf(n.items[i], "`"+k.name+"`"); ok && path != nil {
			route := Route{Path: *path, Key: r.template(n.items[i], atRoute)}
			tells = tells || route.Key.Uses("symbol", "id") || route.Key.Uses(r.saves.ack...)
			routes = append(routes, route)
		}
	}
	if !tells && len(routes) == len(n.keys) {
		r.src.report(n.line, n.column, "use `${symbol}`, `${id}` or a name that `subscribe.save` saves; what is the same for all belongs into `match`",
			"nothing in this `sub` tells one subscription from another")
	}
	return routes
}

// where reads a match whose paths start at the record.
func (r *reader) where(f *fields) lang.Match {
	m := r.match(f, "where", atMatch)
	for _, p := range m {
		if p.Raw != nil {
			n := f.take("where")
			r.src.report(n.line, n.column, "compare its parts: `{path: expected}`", "a record has no raw text")
			break
		}
	}
	return m
}

func (r *reader) wildcard(n *node) string {
	text, ok := r.src.textOf(n, "`keep`")
	if ok {
		r.src.checkWildcard(text, n.line, n.column)
	}
	return text
}

// checkWildcard reports a wildcard that no label is like.
func (s *source) checkWildcard(text string, line, column int) {
	before := strings.TrimRight(text, `\`)
	switch {
	case text == "":
		s.report(line, column, "", "an empty wildcard is like nothing")
	case (len(text)-len(before))%2 == 1:
		s.report(line, column, "", "the wildcard `%s` ends in a `\\` that escapes nothing", text)
	}
}

func (r *reader) values(n *node) []ValuePath {
	if n.kind != lang.Map || len(n.keys) == 0 {
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
	if n.kind == lang.Map && !f.has("begin") && !f.has("end") {
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
	if n.kind == lang.String && (strings.Contains(n.text, "${") || strings.HasPrefix(n.text, "=")) {
		at := atEvent
		at.what = "`" + name + "`"
		text := *n
		text.text = strings.TrimPrefix(n.text, "=")
		t := r.template(&text, at)
		return PathOrText{Text: &t}
	}
	return PathOrText{Path: r.src.path(n, "`"+name+"`", false)}
}
