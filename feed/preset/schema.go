package preset

import (
	"fmt"
	"slices"
	"time"

	"sockeye/feed/preset/lang"
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
	src     *source
	p       *Preset
	params  []string // the names of the preset's params
	param   string   // the param that is being read
	hasItem bool     // `subscribe.item` is there
	saves   saves    // the names that messages bring
}

// preset reads an entry of `presets`. What is wrong is taken down in the source; the result is of use only
// if that is nothing.
func (s *source) preset(name key, n *node) *Preset {
	p := &Preset{
		Name:           name.name,
		Position:       Position{File: s.name, Line: name.line, Column: name.column},
		ConnectTimeout: defaultConnectTimeout,
		Answer:         defaultAnswer,
		MaxFrame:       defaultMaxFrame,
		Reconnect:      Reconnect{Min: defaultMinBackoff, Max: defaultMaxBackoff},
		Limits:         Limits{Series: defaultSeries, Labels: defaultLabels},
		src:            s,
	}
	r := &reader{src: s, p: p, saves: savesOf(n)}
	f := s.fields(n, "preset")
	f.text("description", &p.Description)
	// The params come first: every template after them may name one.
	if n := f.take("params"); n != nil {
		r.readParams(n)
	}
	if n := f.need("url"); n != nil {
		r.url(n)
	}
	if n := f.take("headers"); n != nil {
		r.headers(n)
	}
	for _, n := range f.list("subprotocols", "a list of names") {
		r.subprotocol(n)
	}
	f.flag("compression", &p.Compression)
	if n := f.take("tls"); n != nil {
		r.tls(n)
	}
	if n := f.take("proxy"); n != nil {
		r.proxy(n)
	}
	f.duration("connect_timeout", &p.ConnectTimeout)
	scalar(f, "max_frame", "a size", &p.MaxFrame, parseMaxFrame)
	if n := f.take("frames"); n != nil {
		p.Frames = r.frames(n)
	}
	// Hello comes before whatever can name what it saves.
	for _, n := range f.list("hello", "a list of `{wait: ...}` and `{send: ...}`") {
		p.Hello = append(p.Hello, r.helloStep(n))
	}
	if n := f.take("subscribe"); n != nil {
		p.Subscribe = r.subscribe(n)
	}
	if n := f.take("unsubscribe"); n != nil {
		p.Unsubscribe = r.unsubscribe(n)
		if !f.has("subscribe") {
			s.report(n.line, n.column, "add `subscribe:`", "`unsubscribe` without `subscribe` has nothing to give up")
		}
	}
	for _, n := range f.list("reply", "a list of `{match: ..., send: ...}`") {
		p.Reply = append(p.Reply, r.reply(n))
	}
	if n := f.take("keepalive"); n != nil {
		p.Keepalive = r.keepalive(n)
	}
	p.Heartbeat = r.match(f, "heartbeat", atMatch)
	p.Status = r.match(f, "status", atMatch)
	f.duration("silence", &p.Silence)
	p.Stale = f.stale("stale")
	f.duration("answer", &p.Answer)
	f.rate("rate", &p.Rate)
	if n := f.take("reconnect"); n != nil {
		r.reconnect(n)
	}
	if n := f.take("seq"); n != nil {
		p.Sequence = r.sequence(n)
	}
	r.alerts(f.list("alerts", "a list of alerts"))
	if n := f.take("limits"); n != nil {
		limits := s.fields(n, "limits")
		limits.countTo("series", maxSeries, &p.Limits.Series)
		limits.countTo("labels", maxLabels, &p.Limits.Labels)
		limits.done()
	}
	for _, n := range f.list("events", "a list of rules") {
		p.Events = append(p.Events, r.event(n))
	}
	f.done()
	return p
}

// parseMaxFrame reads the size of the largest frame that is taken.
func parseMaxFrame(text string) (int64, error) {
	size, err := lang.ParseSize(text)
	if err == nil && (size < minMaxFrame || size > maxMaxFrame) {
		return 0, fmt.Errorf("this must be from %dKiB to %dGiB", minMaxFrame>>10, maxMaxFrame>>30)
	}
	return size, err
}

// readParams reads the params. Their values may hold what does not change while a feed runs.
func (r *reader) readParams(n *node) {
	if n.kind != lang.Map {
		r.src.wrongKind(n, "`params`", "a map")
		return
	}
	for i, k := range n.keys {
		switch {
		case !lang.IsName(k.name):
			r.src.report(k.line, k.column, "", "`%s` cannot be the name of a param: use letters, digits and `_`", k.name)
		case k.name != "symbols" && slices.Contains(placeholders, k.name):
			r.src.report(k.line, k.column, "take another name", "`${%s}` already means something else in every template", k.name)
		}
		if k.name == "symbols" {
			r.symbols(n.items[i])
		}
		r.param = k.name
		r.p.Params = append(r.p.Params, Param{Name: k.name, Value: r.template(n.items[i], atParam)})
	}
	r.param = ""
	// Only now, so that no param can name another one, or itself.
	for _, k := range n.keys {
		r.params = append(r.params, k.name)
	}
}

// symbols checks the list of symbols that are wanted from the start.
func (r *reader) symbols(n *node) {
	if n.kind != lang.List {
		r.src.wrongKind(n, "`symbols`", "a list")
		return
	}
	var seen []string
	for _, item := range n.items {
		text, ok := r.src.textOf(item, "a symbol")
		switch {
		case !ok:
		case text == "":
			r.src.report(item.line, item.column, "", "a symbol cannot be empty")
		case slices.Contains(seen, text):
			r.src.report(item.line, item.column, "", "the symbol `%s` is here twice", text)
		}
		seen = append(seen, text)
	}
}
