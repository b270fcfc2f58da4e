package preset

import (
	"strings"
	"time"
	_ "time/tzdata" // for `zone`, on machines that have no time zones of their own

	"sockeye/feed/preset/lang"
	"sockeye/feed/preset/yamldoc"
)

// This file reads how events are extracted from messages.

func (r *reader) event(n *yamldoc.Node) Event {
	f := r.src.Fields(n, "events")
	var e Event
	if !f.Has("sub") {
		f.Need("match")
	}
	e.Match = r.texts.match(f, "match", atMatch)
	if n := f.Get("sub"); n != nil {
		e.Sub = r.routes(n)
	}
	e.Each = r.texts.path(f, "each")
	e.Where = r.texts.where(f)
	for _, n := range f.List("keep", "a list of wildcards") {
		e.Keep = append(e.Keep, r.texts.wildcard(n))
	}
	e.Label = r.texts.pathOrText(f, "label")
	e.Time = r.texts.path(f, "time")
	e.Zone = r.zone(f)
	e.Unit = r.texts.pathOrText(f, "unit")
	e.Text = r.texts.pathOrText(f, "text")
	var given []string
	for _, name := range []string{"value", "values", "ohlc"} {
		if f.Has(name) {
			given = append(given, name)
		}
	}
	if len(given) > 1 {
		r.src.Report(n.Line, n.Column, "make two rules of it", "a rule gives one of `value`, `values` and `ohlc`, and this one has %s", yamldoc.QuoteAll(given))
	}
	if p := r.texts.path(f, "value"); p != nil {
		e.Values = []ValuePath{{Name: "value", Path: *p}}
	}
	if n := f.Get("values"); n != nil {
		e.Values = r.values(n)
	}
	if n := f.Get("ohlc"); n != nil {
		e.OHLC = r.ohlc(n)
	}
	f.Flag("whole", &e.Whole)
	if n := f.Get("whole"); n != nil && len(given) == 0 {
		r.src.Report(n.Line, n.Column, "leave it out, or add `value:`", "`whole` is about the values of a record, and this rule has none")
	}
	f.Flag("stop", &e.Stop)
	f.Done()
	return e
}

// zone reads the time zone of times that are written without one.
func (r *reader) zone(f *yamldoc.Fields) *time.Location {
	var name string
	f.NonEmpty("zone", &name)
	n := f.Get("zone")
	if n == nil || name == "" {
		return nil
	}
	if !f.Has("time") && !f.Has("ohlc") {
		r.src.Report(n.Line, n.Column, "leave it out, or add `time:`", "`zone` is about the times of a record, and this rule has none")
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		r.src.Report(n.Line, n.Column, "write it as in `Asia/Seoul`, or `UTC`", "there is no time zone `%s`", name)
		return nil
	}
	return zone
}

// routes reads how a message names the subscription that it belongs to.
func (r *reader) routes(n *yamldoc.Node) []Route {
	if n.Kind != lang.Map || len(n.Keys) == 0 {
		r.src.Report(n.Line, n.Column, `write {PATH: "${symbol}"}`, "`sub` must be a map of paths and what is there")
		return nil
	}
	var routes []Route
	distinct := false
	for i, k := range n.Keys {
		r.texts.keyIsPlain(k)
		path := r.texts.pathText(k.Name, k.Line, k.Column, false)
		if _, ok := r.src.TextOf(n.Items[i], "`"+k.Name+"`"); ok && path != nil {
			route := Route{Path: *path, Key: r.texts.template(n.Items[i], atRoute)}
			distinct = distinct || route.Key.Uses("symbol", "id") || route.Key.Uses(r.texts.saves.ack...)
			routes = append(routes, route)
		}
	}
	if !distinct && len(routes) == len(n.Keys) {
		r.src.Report(n.Line, n.Column, "use `${symbol}`, `${id}` or a name that `subscribe.save` saves; what is the same for all belongs into `match`",
			"nothing in this `sub` distinguishes one subscription from another")
	}
	return routes
}

// where reads a match whose paths start at the record.
func (t *texts) where(f *yamldoc.Fields) lang.Match {
	m := t.match(f, "where", atMatch)
	for _, p := range m {
		if p.Raw != nil {
			n := f.Get("where")
			t.src.Report(n.Line, n.Column, "compare its parts: `{path: expected}`", "a record has no raw text")
			break
		}
	}
	return m
}

func (t *texts) wildcard(n *yamldoc.Node) string {
	text, ok := t.src.TextOf(n, "`keep`")
	if ok {
		t.checkWildcard(text, n.Line, n.Column)
	}
	return text
}

// checkWildcard reports a wildcard that no label is like.
func (t *texts) checkWildcard(text string, line, column int) {
	before := strings.TrimRight(text, `\`)
	switch {
	case text == "":
		t.src.Report(line, column, "", "an empty wildcard is like nothing")
	case (len(text)-len(before))%2 == 1:
		t.src.Report(line, column, "", "the wildcard `%s` ends in a `\\` that escapes nothing", text)
	}
}

func (r *reader) values(n *yamldoc.Node) []ValuePath {
	if n.Kind != lang.Map || len(n.Keys) == 0 {
		r.src.Report(n.Line, n.Column, "write `{last: PATH, bid: PATH}`", "`values` must be a map of names and paths")
		return nil
	}
	var values []ValuePath
	for i, k := range n.Keys {
		if k.Name == "" {
			r.src.Report(k.Line, k.Column, "", "a value needs a name")
		}
		if p := r.texts.pathOf(n.Items[i], "`"+k.Name+"`", false); p != nil {
			values = append(values, ValuePath{Name: k.Name, Path: *p})
		}
	}
	return values
}

func (r *reader) ohlc(n *yamldoc.Node) *OHLC {
	f := r.src.Fields(n, "ohlc")
	o := &OHLC{
		Open: r.texts.needPath(f, "open"), High: r.texts.needPath(f, "high"), Low: r.texts.needPath(f, "low"), Close: r.texts.needPath(f, "close"),
		Volume: r.texts.path(f, "volume"), Begin: r.texts.path(f, "begin"), End: r.texts.path(f, "end"), Closed: r.texts.path(f, "closed"),
	}
	if n.Kind == lang.Map && !f.Has("begin") && !f.Has("end") {
		r.src.Report(n.Line, n.Column, "add `begin:` or `end:`", "candles are distinguished by their times, and `ohlc` has neither `begin` nor `end`")
	}
	f.Done()
	return o
}

// pathOrText reads a value that is text if it holds a placeholder or begins with `=`, and a path otherwise.
func (t *texts) pathOrText(f *yamldoc.Fields, name string) PathOrText {
	n := f.Get(name)
	if n == nil {
		return PathOrText{}
	}
	if n.Kind == lang.String && (strings.Contains(n.Text, "${") || strings.HasPrefix(n.Text, "=")) {
		at := atEvent
		at.what = "`" + name + "`"
		text := *n
		text.Text = strings.TrimPrefix(n.Text, "=")
		t := t.template(&text, at)
		return PathOrText{Text: &t}
	}
	return PathOrText{Path: t.pathOf(n, "`"+name+"`", false)}
}
