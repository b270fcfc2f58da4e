package preset

import (
	"slices"
	"strings"
	"time"
)

// What holds where a preset says nothing.
const (
	defaultConnectTimeout = 10 * time.Second
	defaultMaxFrame       = 16 << 20
	defaultMinBackoff     = 500 * time.Millisecond
	defaultMaxBackoff     = 30 * time.Second
	defaultSeries         = 256
	defaultLabels         = 1024
)

// reader makes one preset from its node.
type reader struct {
	src     *source
	p       *Preset
	params  []string // the names of the preset's params
	param   string   // the param that is being read
	hasItem bool     // `subscribe.item` is there
}

// preset reads an entry of `presets`. What is wrong is taken down in the source; the result is of use only
// if that is nothing.
func (s *source) preset(name key, n *node) *Preset {
	p := &Preset{
		Name:           name.name,
		Position:       Position{File: s.name, Line: name.line, Column: name.column},
		ConnectTimeout: defaultConnectTimeout,
		MaxFrame:       defaultMaxFrame,
		Reconnect:      Reconnect{Min: defaultMinBackoff, Max: defaultMaxBackoff},
		Limits:         Limits{Series: defaultSeries, Labels: defaultLabels},
		src:            s,
	}
	r := &reader{src: s, p: p}
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
	f.duration("connect_timeout", &p.ConnectTimeout)
	f.size("max_frame", &p.MaxFrame)
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
	f.duration("stale", &p.Stale)
	f.rate("rate", &p.Rate)
	if n := f.take("reconnect"); n != nil {
		r.reconnect(n)
	}
	if n := f.take("limits"); n != nil {
		limits := s.fields(n, "limits")
		limits.count("series", &p.Limits.Series)
		limits.count("labels", &p.Limits.Labels)
		limits.done()
	}
	for _, n := range f.list("events", "a list of rules") {
		p.Events = append(p.Events, r.event(n))
	}
	f.done()
	return p
}

// readParams reads the params. Their values may hold what does not change while a feed runs.
func (r *reader) readParams(n *node) {
	if n.kind != Map {
		r.src.wrongKind(n, "`params`", "a map")
		return
	}
	for i, k := range n.keys {
		switch {
		case !isName(k.name):
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
	if n.kind != List {
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

func (r *reader) url(n *node) {
	text, ok := r.src.textOf(n, "`url`")
	if !ok {
		return
	}
	r.p.URL = r.template(n, atURL)
	r.p.urlLine, r.p.urlColumn = n.line, n.column
	fixed, _, hasPlaceholder := strings.Cut(text, "${")
	switch {
	case isWebSocketURL(fixed):
	case hasPlaceholder && (strings.HasPrefix("wss://", fixed) || strings.HasPrefix("ws://", fixed)):
		// The placeholder may hold the rest; Bind looks again.
	default:
		r.src.report(n.line, n.column, "", "a `url` begins with `ws://` or `wss://`")
	}
}

func isWebSocketURL(text string) bool {
	return strings.HasPrefix(text, "ws://") || strings.HasPrefix(text, "wss://")
}

// handshake names the headers that belong to the WebSocket handshake itself (RFC 6455, section 4.1), in
// lower case, with what to use instead.
var handshake = map[string]string{
	"connection":               "leave it out",
	"upgrade":                  "leave it out",
	"sec-websocket-key":        "leave it out",
	"sec-websocket-version":    "leave it out",
	"sec-websocket-extensions": "use `compression`",
	"sec-websocket-protocol":   "use `subprotocols`",
}

func (r *reader) headers(n *node) {
	if n.kind != Map {
		r.src.wrongKind(n, "`headers`", "a map")
		return
	}
	for i, k := range n.keys {
		if !isToken(k.name) {
			r.src.report(k.line, k.column, "", "`%s` cannot be the name of a header", k.name)
		}
		if hint, ok := handshake[strings.ToLower(k.name)]; ok {
			r.src.report(k.line, k.column, hint, "the header `%s` is part of the handshake", k.name)
		}
		if _, ok := r.src.textOf(n.items[i], "a header"); ok {
			value := r.template(n.items[i], atHeader)
			r.p.Headers = append(r.p.Headers, Header{Name: k.name, Value: value, line: k.line, column: k.column})
		}
	}
}

func (r *reader) subprotocol(n *node) {
	name, ok := r.src.textOf(n, "a subprotocol")
	if ok && !isToken(name) {
		r.src.report(n.line, n.column, "", "`%s` cannot be the name of a subprotocol", name)
	}
	r.p.Subprotocols = append(r.p.Subprotocols, name)
}

// isToken reports whether s is a token of HTTP (RFC 9110, section 5.6.2).
func isToken(s string) bool {
	for _, c := range []byte(s) {
		letter := 'a' <= c|0x20 && c|0x20 <= 'z' || isDigit(c)
		if !letter && strings.IndexByte("!#$%&'*+-.^_`|~", c) < 0 {
			return false
		}
	}
	return s != ""
}

func (r *reader) reconnect(n *node) {
	f := r.src.fields(n, "reconnect")
	f.duration("min", &r.p.Reconnect.Min)
	f.duration("max", &r.p.Reconnect.Max)
	if back := r.p.Reconnect; back.Min > back.Max {
		r.src.report(n.line, n.column, "", "the shortest wait, `min` (%v), is longer than the longest, `max` (%v)", back.Min, back.Max)
	}
	for _, item := range f.list("stop", "a list of close codes") {
		if item.kind != String && item.kind != Number {
			r.src.wrongKind(item, "`stop`", "close codes")
			continue
		}
		codes, err := parseCodes(item.text)
		if err != nil {
			r.src.report(item.line, item.column, "", "%v", err)
			continue
		}
		r.p.Reconnect.Stop = append(r.p.Reconnect.Stop, codes)
	}
	f.done()
}
