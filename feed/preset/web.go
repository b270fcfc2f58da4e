package preset

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"sockeye/feed/preset/lang"
)

// fillURL fills the template of a URL in. What placeholders in its path and query stand for is escaped as url.PathEscape
// and url.QueryEscape do, a blank as %20; `|raw` leaves it as it is, as does a placeholder before the path, where hosts
// and ports are. The error names what a URL cannot hold.
func fillURL(t lang.Template, s lang.Scope) (string, error) {
	pieces := t.Pieces()
	if pieces == nil {
		return t.Text(s)
	}
	var b strings.Builder
	for i, p := range pieces {
		if p.Name == "" {
			b.WriteString(p.Text)
			continue
		}
		v, ok := s.Lookup(p.Name)
		if !ok {
			return "", fmt.Errorf("`${%s}` has no value here", p.Name)
		}
		text := v.String()
		part := partOf(b.String(), pieces[i+1:])
		if part != beforePath && !p.Raw && text != hiddenText {
			text = part.escape(v)
		}
		if i := strings.IndexFunc(text, isControlOrBlank); i >= 0 {
			return "", fmt.Errorf("the value of `${%s}` holds %s, which cannot stand in an address", p.Name, nameOf(rune(text[i])))
		}
		b.WriteString(text)
	}
	return b.String(), nil
}

// urlPart is a part of a URL.
type urlPart int

const (
	beforePath urlPart = iota
	inPath
	inQuery // or the user and the password
)

// partOf returns in which part of a URL a placeholder stands, from the text before it and the pieces after it.
func partOf(url string, after []lang.Piece) urlPart {
	_, rest, found := strings.Cut(url, "://")
	var b strings.Builder
	for _, p := range after {
		b.WriteString(p.Text)
	}
	next := b.String()
	end := strings.IndexAny(next, "@/?")
	switch {
	case found && !strings.ContainsAny(rest, "/?") && end >= 0 && next[end] == '@':
		return inQuery
	case strings.Contains(url, "?"):
		return inQuery
	case found && strings.Contains(rest, "/"):
		return inPath
	}
	return beforePath
}

// escape returns a value as it stands in the part. The commas of a list stay as they are.
func (p urlPart) escape(v lang.Value) string {
	if v.Kind == lang.List {
		items := make([]string, len(v.Items))
		for i, item := range v.Items {
			items[i] = p.escape(item)
		}
		return strings.Join(items, ",")
	}
	if p == inPath {
		return url.PathEscape(v.String())
	}
	return strings.ReplaceAll(url.QueryEscape(v.String()), "+", "%20")
}

func isControlOrBlank(r rune) bool { return r <= ' ' || r == 0x7f }

// nameOf names a character that cannot be seen.
func nameOf(r rune) string {
	switch r {
	case '\n':
		return "a line break"
	case '\r':
		return "a carriage return"
	case '\t':
		return "a tab"
	case ' ':
		return "a blank"
	}
	return fmt.Sprintf("the control character U+%04X", r)
}

// fillHeader fills the template of a header in, and names what cannot stand in one (RFC 9110, section 5.5).
func fillHeader(t lang.Template, s lang.Scope) (string, error) {
	for _, p := range t.Pieces() {
		v, ok := s.Lookup(p.Name)
		if p.Name == "" || !ok {
			continue
		}
		for _, r := range v.String() {
			if isForbidden(r) {
				return "", fmt.Errorf("the value of `${%s}` holds %s, which cannot stand in a header", p.Name, nameOf(r))
			}
		}
	}
	return t.Text(s)
}

// isForbidden reports whether a character cannot stand in a header.
func isForbidden(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }

// addressProblem says what is wrong with an address of a feed, and what to write instead; "" if nothing is. shown is the
// address without secrets.
func addressProblem(address, shown string) (problem, hint string) {
	u, err := url.Parse(address)
	_, rest, _ := strings.Cut(address, "://")
	host, _, _ := strings.Cut(rest, "/")
	host = host[strings.LastIndexByte(host, '@')+1:]
	switch {
	case !hasScheme(address, webSocketSchemes):
		return "`" + shown + "` does not begin with `ws://` or `wss://`", ""
	case strings.Count(host, ":") > 1 && !strings.HasPrefix(host, "["):
		return "`" + shown + "` has an IPv6 address without brackets", bracketed(host)
	case strings.Contains(address, "#"): // RFC 6455, section 3
		return "`" + shown + "` has a `#`, and an address of a WebSocket has none", noFragment
	case err != nil || u.Hostname() == "" || strings.ContainsAny(address, " \t"):
		return "`" + shown + "` is no address", "it is like wss://host/path or ws://127.0.0.1:8080"
	}
	if port, err := strconv.Atoi(u.Port()); u.Port() != "" && (err != nil || port < 1 || port > 65535) {
		return "`" + shown + "` has the port " + u.Port(), "ports go from 1 to 65535"
	}
	return "", ""
}

const noFragment = "write %23 if the `#` is part of the path or the query, else leave it out with what follows"

// bracketed is the hint to write the host of an address with brackets.
func bracketed(host string) string {
	if i := strings.LastIndexByte(host, ':'); i > 0 && host[i-1] != ':' {
		return "write [" + host + "], or [" + host[:i] + "]:" + host[i+1:] + " if " + host[i+1:] + " is the port"
	} else if i > 1 {
		return "write [" + host + "], or [" + host[:i-1] + "]" + host[i:] + " if " + host[i+1:] + " is the port"
	}
	return "write [" + host + "]"
}
