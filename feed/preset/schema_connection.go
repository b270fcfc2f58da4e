package preset

import (
	"slices"
	"strings"

	"sockeye/feed/preset/lang"
	"sockeye/feed/preset/yamldoc"
)

// This file reads how a connection is made, and made anew.

func (r *reader) url(n *yamldoc.Node) {
	text, ok := r.src.TextOf(n, "`url`")
	if !ok {
		return
	}
	r.p.URL = r.texts.template(n, atURL)
	r.p.urlLine, r.p.urlColumn = n.Line, n.Column
	switch problem, hint := addressProblem(text, hideUser(text)); {
	case !mayHaveScheme(text, webSocketSchemes):
		r.src.Report(n.Line, n.Column, "", "a `url` begins with `ws://` or `wss://`")
	case strings.Contains(r.p.URL.Literal(), "#"):
		r.src.Report(n.Line, n.Column, noFragment, "a `url` has a `#`, and an address of a WebSocket has none")
	case problem != "" && !strings.Contains(text, "${"): // else Bind reports it
		r.src.Report(n.Line, n.Column, hint, "%s", problem)
	}
}

// What an address begins with.
var (
	webSocketSchemes = []string{"ws://", "wss://"}
	proxySchemes     = []string{"http://", "socks5://"} // those that gorilla/websocket v1.5.3 supports
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
// once it is filled in; Bind checks again.
func mayHaveScheme(address string, schemes []string) bool {
	fixed, _, hasPlaceholder := strings.Cut(address, "${")
	return hasScheme(fixed, schemes) ||
		hasPlaceholder && slices.ContainsFunc(schemes, func(s string) bool { return hasPrefixFold(s, fixed) })
}

func (r *reader) proxy(n *yamldoc.Node) {
	text, ok := r.src.TextOf(n, "`proxy`")
	if !ok {
		return
	}
	r.p.Proxy = r.texts.template(n, atProxy)
	r.p.proxyLine, r.p.proxyColumn = n.Line, n.Column
	if !mayHaveScheme(text, proxySchemes) {
		hint := ""
		if hasPrefixFold(text, "https://") {
			hint = "a proxy over TLS is not supported"
		}
		r.src.Report(n.Line, n.Column, hint, "a `proxy` begins with `http://` or `socks5://`")
	}
}

func (r *reader) tls(n *yamldoc.Node) {
	f := r.src.Fields(n, "tls")
	t := &r.p.TLS
	f.NonEmpty("ca", &t.CA)
	f.NonEmpty("cert", &t.Cert)
	f.NonEmpty("key", &t.Key)
	f.NonEmpty("server_name", &t.ServerName)
	f.Flag("insecure", &t.Insecure)
	f.Done()
	for _, n := range f.Node.Items {
		if strings.Contains(n.Text, "${") {
			r.src.Report(n.Line, n.Column, "write it out", "there are no placeholders in `tls`")
		}
	}
	if f.Has("cert") != f.Has("key") {
		r.src.Report(n.Line, n.Column, "give both, or none", "our own certificate is two files, `cert` and `key`, and here is only one")
	}
	if hasPrefixFold(r.p.URL.String(), "ws://") {
		r.src.Report(n.Line, n.Column, "use `wss://`, or leave `tls` out", "`tls` has no effect on an address that begins with `ws://`")
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

func (r *reader) headers(n *yamldoc.Node) {
	if n.Kind != lang.Map {
		r.src.WrongKind(n, "`headers`", "a map")
		return
	}
	for i, k := range n.Keys {
		if !isToken(k.Name) {
			r.src.Report(k.Line, k.Column, "", "`%s` cannot be the name of a header", k.Name)
		}
		if hint, ok := handshake[strings.ToLower(k.Name)]; ok {
			r.src.Report(k.Line, k.Column, hint, "the header `%s` is part of the handshake", k.Name)
		}
		if _, ok := r.src.TextOf(n.Items[i], "a header"); ok {
			value := r.texts.template(n.Items[i], atHeader)
			r.p.Headers = append(r.p.Headers, Header{Name: k.Name, Value: value, line: k.Line, column: k.Column})
		}
	}
}

func (r *reader) subprotocol(n *yamldoc.Node) {
	name, ok := r.src.TextOf(n, "a subprotocol")
	if ok && !isToken(name) {
		r.src.Report(n.Line, n.Column, "", "`%s` cannot be the name of a subprotocol", name)
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

func (r *reader) reconnect(n *yamldoc.Node) {
	f := r.src.Fields(n, "reconnect")
	f.Duration("min", &r.p.Reconnect.Min)
	f.Duration("max", &r.p.Reconnect.Max)
	if back := r.p.Reconnect; back.Min > back.Max {
		r.src.Report(n.Line, n.Column, "", "the shortest wait, `min` (%v), is longer than the longest, `max` (%v)", back.Min, back.Max)
	}
	for _, item := range f.List("stop", "a list of close codes") {
		if item.Kind != lang.String && item.Kind != lang.Number {
			r.src.WrongKind(item, "`stop`", "close codes")
			continue
		}
		codes, err := parseCodes(item.Text)
		if err != nil {
			r.src.Report(item.Line, item.Column, "", "%v", err)
			continue
		}
		r.p.Reconnect.Stop = append(r.p.Reconnect.Stop, codes)
	}
	r.p.Reconnect.Match = r.texts.match(f, "match", atMatch)
	r.p.Reconnect.URL = r.texts.path(f, "url")
	if url := f.Get("url"); url != nil && !f.Has("match") {
		r.src.Report(url.Line, url.Column, "add `match:`", "`url` is a place in the message that `match` recognises, and there is no `match`")
	}
	for _, item := range f.List("hosts", "a list of hosts") {
		if host, ok := r.src.TextOf(item, "a host"); ok {
			if strings.Contains(host, "/") || host == "" {
				r.src.Report(item.Line, item.Column, "write the host alone, such as `*.example.com`, or `host:port`", "`%s` is no host", host)
			}
			r.p.Reconnect.Hosts = append(r.p.Reconnect.Hosts, host)
		}
	}
	if hosts := f.Get("hosts"); hosts != nil && !f.Has("url") {
		r.src.Report(hosts.Line, hosts.Column, "add `url:`, or leave `hosts` out", "`hosts` says where else secrets may go, and without `url` the server names no other address")
	}
	f.Duration("max_age", &r.p.Reconnect.MaxAge)
	if n := f.Get("resume"); n != nil {
		r.p.Reconnect.Resume = r.resume(n)
	}
	f.Done()
}

func (r *reader) resume(n *yamldoc.Node) *Resume {
	f := r.src.Fields(n, "resume")
	resume := &Resume{}
	f.Need("query")
	f.NonEmpty("query", &resume.Query)
	resume.From = r.texts.needPath(f, "from")
	f.Done()
	return resume
}
