package preset

import (
	"slices"
	"strings"

	"sockeye/feed/preset/lang"
)

// This file reads how a connection is made, and made anew.

func (r *reader) url(n *node) {
	text, ok := r.src.textOf(n, "`url`")
	if !ok {
		return
	}
	r.p.URL = r.template(n, atURL)
	r.p.urlLine, r.p.urlColumn = n.line, n.column
	switch problem, hint := addressProblem(text, hideUser(text)); {
	case !mayHaveScheme(text, webSocketSchemes):
		r.src.report(n.line, n.column, "", "a `url` begins with `ws://` or `wss://`")
	case strings.Contains(r.p.URL.Literal(), "#"):
		r.src.report(n.line, n.column, noFragment, "a `url` has a `#`, and an address of a WebSocket has none")
	case problem != "" && !strings.Contains(text, "${") && !strings.ContainsFunc(text, isControlOrBlank): // Bind reports those
		r.src.report(n.line, n.column, hint, "%s", problem)
	}
}

// What an address begins with.
var (
	webSocketSchemes = []string{"ws://", "wss://"}
	proxySchemes     = []string{"http://", "socks5://"} // those that gorilla/websocket v1.5.3 can talk to
)

// hasScheme reports whether an address begins with one of the schemes.
func hasScheme(address string, schemes []string) bool {
	return slices.ContainsFunc(schemes, func(s string) bool { return hasPrefixFold(address, s) })
}

// hasPrefixFold is strings.HasPrefix without regard to case, which a scheme has none of (RFC 3986, section 3.1).
func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// mayHaveScheme reports whether an address, which may hold placeholders, can begin with one of the schemes
// once it is filled in; Bind looks again.
func mayHaveScheme(address string, schemes []string) bool {
	fixed, _, hasPlaceholder := strings.Cut(address, "${")
	return hasScheme(fixed, schemes) ||
		hasPlaceholder && slices.ContainsFunc(schemes, func(s string) bool { return hasPrefixFold(s, fixed) })
}

func (r *reader) proxy(n *node) {
	text, ok := r.src.textOf(n, "`proxy`")
	if !ok {
		return
	}
	r.p.Proxy = r.template(n, atProxy)
	r.p.proxyLine, r.p.proxyColumn = n.line, n.column
	if !mayHaveScheme(text, proxySchemes) {
		hint := ""
		if hasPrefixFold(text, "https://") {
			hint = "a proxy that is spoken to over TLS is not supported"
		}
		r.src.report(n.line, n.column, hint, "a `proxy` begins with `http://` or `socks5://`")
	}
}

func (r *reader) tls(n *node) {
	f := r.src.fields(n, "tls")
	t := &r.p.TLS
	f.filled("ca", &t.CA)
	f.filled("cert", &t.Cert)
	f.filled("key", &t.Key)
	f.filled("server_name", &t.ServerName)
	f.flag("insecure", &t.Insecure)
	f.done()
	for _, n := range f.n.items {
		if strings.Contains(n.text, "${") {
			r.src.report(n.line, n.column, "write it out", "there are no placeholders in `tls`")
		}
	}
	if f.has("cert") != f.has("key") {
		r.src.report(n.line, n.column, "give both, or none", "our own certificate is two files, `cert` and `key`, and here is only one")
	}
	if hasPrefixFold(r.p.URL.String(), "ws://") {
		r.src.report(n.line, n.column, "use `wss://`, or leave `tls` out", "`tls` has no effect on an address that begins with `ws://`")
	}
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
	if n.kind != lang.Map {
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
		letter := 'a' <= c|0x20 && c|0x20 <= 'z' || lang.IsDigit(c)
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
		if item.kind != lang.String && item.kind != lang.Number {
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
	r.p.Reconnect.Match = r.match(f, "match", atMatch)
	r.p.Reconnect.URL = f.path("url")
	if url := f.take("url"); url != nil && !f.has("match") {
		r.src.report(url.line, url.column, "add `match:`", "`url` is a place in the message that `match` recognises, and there is no `match`")
	}
	for _, item := range f.list("hosts", "a list of hosts") {
		if host, ok := r.src.textOf(item, "a host"); ok {
			if strings.Contains(host, "/") || host == "" {
				r.src.report(item.line, item.column, "write the host alone, such as `*.example.com`, or `host:port`", "`%s` is no host", host)
			}
			r.p.Reconnect.Hosts = append(r.p.Reconnect.Hosts, host)
		}
	}
	if hosts := f.take("hosts"); hosts != nil && !f.has("url") {
		r.src.report(hosts.line, hosts.column, "add `url:`, or leave `hosts` out", "`hosts` says where else secrets may go, and without `url` the server sends us nowhere")
	}
	f.duration("max_age", &r.p.Reconnect.MaxAge)
	if n := f.take("resume"); n != nil {
		r.p.Reconnect.Resume = r.resume(n)
	}
	f.done()
}

func (r *reader) resume(n *node) *Resume {
	f := r.src.fields(n, "resume")
	resume := &Resume{}
	f.need("query")
	f.filled("query", &resume.Query)
	resume.From = f.needPath("from")
	f.done()
	return resume
}
