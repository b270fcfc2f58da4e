package preset

import (
	"fmt"
	"slices"
	"time"

	"sockeye/feed/preset/lang"
	"sockeye/feed/preset/yamldoc"
)

// What holds where a preset says nothing.
const (
	defaultConnectTimeout = 10 * time.Second
	defaultAnswer         = 10 * time.Second
	defaultMaxFrame       = 16 << 20
	defaultMinBackoff     = 500 * time.Millisecond
	defaultMaxBackoff     = 15 * time.Second
	defaultSeries         = 256
	defaultLabels         = 1024
)

// How much a preset may ask for. Beyond that a number is a slip, and memory would run out before it is reached.
const (
	minMaxFrame = 1 << 10
	maxMaxFrame = 1 << 30
	maxSeries   = 4096
	maxLabels   = 100_000
)

// reader makes one preset from its node.
type reader struct {
	src   *yamldoc.Source
	p     *Preset
	texts texts
}

// readPreset reads an entry of `presets`. What is wrong is reported to the source; the result is of use only
// if that is nothing.
func readPreset(s *yamldoc.Source, name yamldoc.Key, n *yamldoc.Node) *Preset {
	p := &Preset{
		Name:           name.Name,
		Position:       yamldoc.Position{File: s.Name, Line: name.Line, Column: name.Column},
		ConnectTimeout: defaultConnectTimeout,
		Answer:         defaultAnswer,
		MaxFrame:       defaultMaxFrame,
		Reconnect:      Reconnect{Min: defaultMinBackoff, Max: defaultMaxBackoff},
		Limits:         Limits{Series: defaultSeries, Labels: defaultLabels},
		src:            s,
	}
	r := &reader{src: s, p: p, texts: texts{src: s, saves: savesOf(n)}}
	f := s.Fields(n, "preset")
	f.Text("description", &p.Description)
	// The params come first: every template after them may name one.
	if n := f.Get("params"); n != nil {
		r.readParams(n)
	}
	if n := f.Need("url"); n != nil {
		r.url(n)
	}
	if n := f.Get("headers"); n != nil {
		r.headers(n)
	}
	for _, n := range f.List("subprotocols", "a list of names") {
		r.subprotocol(n)
	}
	f.Flag("compression", &p.Compression)
	if n := f.Get("tls"); n != nil {
		r.tls(n)
	}
	if n := f.Get("proxy"); n != nil {
		r.proxy(n)
	}
	f.Duration("connect_timeout", &p.ConnectTimeout)
	yamldoc.Scalar(f, "max_frame", "a size", &p.MaxFrame, parseMaxFrame)
	if n := f.Get("frames"); n != nil {
		p.Frames = r.frames(n)
	}
	// Hello comes before whatever can name what it saves.
	for _, n := range f.List("hello", "a list of `{wait: ...}` and `{send: ...}`") {
		p.Hello = append(p.Hello, r.helloStep(n))
	}
	if n := f.Get("subscribe"); n != nil {
		p.Subscribe = r.subscribe(n)
	}
	if n := f.Get("unsubscribe"); n != nil {
		p.Unsubscribe = r.unsubscribe(n)
		if !f.Has("subscribe") {
			s.Report(n.Line, n.Column, "add `subscribe:`", "`unsubscribe` without `subscribe` has nothing to end")
		}
	}
	for _, n := range f.List("reply", "a list of `{match: ..., send: ...}`") {
		p.Reply = append(p.Reply, r.reply(n))
	}
	if n := f.Get("keepalive"); n != nil {
		p.Keepalive = r.keepalive(n)
	}
	p.Heartbeat = r.texts.match(f, "heartbeat", atMatch)
	p.Status = r.texts.match(f, "status", atMatch)
	f.Duration("silence", &p.Silence)
	p.Stale = r.stale(f, "stale")
	f.Duration("first", &p.First)
	p.Hours = ReadHours(r.src, f, "hours")
	p.Quiet = ReadHours(r.src, f, "quiet")
	f.Duration("answer", &p.Answer)
	f.Rate("rate", &p.Rate)
	if n := f.Get("reconnect"); n != nil {
		r.reconnect(n)
	}
	if n := f.Get("seq"); n != nil {
		p.Sequence = r.sequence(n)
	}
	r.alerts(f.List("alerts", "a list of alerts"))
	for _, n := range f.List("redact", "a list of paths") {
		if path := r.texts.pathOf(n, "`redact`", false); path != nil {
			p.Tokens = append(p.Tokens, *path)
		}
	}
	if n := f.Get("limits"); n != nil {
		limits := s.Fields(n, "limits")
		limits.CountTo("series", maxSeries, &p.Limits.Series)
		limits.CountTo("labels", maxLabels, &p.Limits.Labels)
		limits.Done()
	}
	for _, n := range f.List("events", "a list of rules") {
		p.Events = append(p.Events, r.event(n))
	}
	f.Done()
	p.refs = r.texts.refs
	return p
}

// parseMaxFrame reads the size of the largest frame that is accepted.
func parseMaxFrame(text string) (int64, error) {
	size, err := lang.ParseSize(text)
	if err == nil && (size < minMaxFrame || size > maxMaxFrame) {
		return 0, fmt.Errorf("this must be from %dKiB to %dGiB", minMaxFrame>>10, maxMaxFrame>>30)
	}
	return size, err
}

// readParams reads the params. Their values may hold what does not change while a feed runs.
func (r *reader) readParams(n *yamldoc.Node) {
	if n.Kind != lang.Map {
		r.src.WrongKind(n, "`params`", "a map")
		return
	}
	for i, k := range n.Keys {
		switch {
		case !lang.IsName(k.Name):
			r.src.Report(k.Line, k.Column, "", "`%s` cannot be the name of a param: use letters, digits and `_`", k.Name)
		case k.Name != "symbols" && slices.Contains(placeholders, k.Name):
			r.src.Report(k.Line, k.Column, "choose another name", "`${%s}` already means something else in every template", k.Name)
		}
		if k.Name == "symbols" {
			r.symbols(n.Items[i])
		}
		r.texts.param = k.Name
		r.p.Params = append(r.p.Params, Param{Name: k.Name, Value: r.texts.template(n.Items[i], atParam)})
	}
	r.texts.param = ""
	// Only now, so that no param can name another one, or itself.
	for _, k := range n.Keys {
		r.texts.params = append(r.texts.params, k.Name)
	}
}

// symbols checks the list of symbols that are subscribed from the start.
func (r *reader) symbols(n *yamldoc.Node) {
	if n.Kind != lang.List {
		r.src.WrongKind(n, "`symbols`", "a list")
		return
	}
	var seen []string
	for _, item := range n.Items {
		text, ok := r.src.TextOf(item, "a symbol")
		switch {
		case !ok:
		case text == "":
			r.src.Report(item.Line, item.Column, "", "a symbol cannot be empty")
		case slices.Contains(seen, text):
			r.src.Report(item.Line, item.Column, "", "the symbol `%s` is here twice", text)
		}
		seen = append(seen, text)
	}
}
