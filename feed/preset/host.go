package preset

import (
	"encoding/base64"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"sockeye/feed/preset/lang"
)

// Own reports whether secrets may go to an address: it has the host and port of the preset's own, or its host is like one
// of `reconnect.hosts`.
func (b *Bound) Own(address string) bool {
	host, own := HostOf(address), HostOf(b.URL)
	if host == "" || own == "" {
		return false
	}
	if host == own {
		return true
	}
	name, _, _ := net.SplitHostPort(host)
	for _, wildcard := range b.Reconnect.Hosts {
		if wildcard = strings.ToLower(wildcard); lang.IsLike(host, wildcard) || lang.IsLike(name, wildcard) {
			return true
		}
	}
	return false
}

// HeaderFor returns the headers of the handshake with an address, and the names of those that are left out because they
// hold secrets and the address may not have them.
func (b *Bound) HeaderFor(address string) (header http.Header, leftOut []string) {
	if len(b.secretHeaders) == 0 || b.Own(address) {
		return b.Header, nil
	}
	header = b.Header.Clone()
	for _, name := range b.secretHeaders {
		header.Del(name)
	}
	return header, b.secretHeaders
}

// HostOf returns the host and port of a WebSocket address, in lower case and with the port that its scheme stands for; ""
// if it has no host.
func HostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" {
		return ""
	}
	port := u.Port()
	switch {
	case port != "":
	case strings.EqualFold(u.Scheme, "wss"):
		port = "443"
	default:
		port = "80"
	}
	return strings.ToLower(net.JoinHostPort(u.Hostname(), port))
}

// withoutUser removes the user and the password from the address, which WebSocket addresses cannot have: they go into a
// header (RFC 7617), unless the preset gives that itself.
func (b *binder) withoutUser(u *url.URL) {
	b.user, u.User = u.User, nil
	b.URL = u.String()
	password, _ := b.user.Password()
	b.hidden = append(b.hidden, b.user.Username()+":"+password, password)
}

// basic returns the header of a user and a password.
func basic(user *url.Userinfo) string {
	password, _ := user.Password()
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(user.Username()+":"+password))
}

var (
	userInfo      = regexp.MustCompile(`(://)[^/?#]*@`)
	proxyPassword = regexp.MustCompile(`(://[^:@/]*:)[^/]*@`)
)

// hideUser returns an address with its user and password as •••. It may be a template.
func hideUser(address string) string { return userInfo.ReplaceAllString(address, "$1"+hiddenText+"@") }

// ShownURL returns the template of a URL as the preset wrote it, without a password that it has written out.
func (p *Preset) ShownURL() string { return hideUser(p.URL.String()) }
