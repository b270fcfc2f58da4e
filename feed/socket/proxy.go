package socket

import (
	"bufio"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
)

// proxy is what lies between us and a server.
type proxy struct {
	url    *url.URL
	source string // where it was set, for an operator
}

// proxyFor returns the proxy for an address, nil without one: the preset's, else what the environment says.
func proxyFor(configured, address string) (*proxy, error) {
	if configured != "" {
		u, err := url.Parse(configured)
		if err != nil {
			return nil, errors.New("the preset's `proxy` is no address")
		}
		return &proxy{u, "`proxy` of the preset"}, nil
	}
	to, err := url.Parse(address)
	if err != nil {
		return nil, errors.New("the address of the feed cannot be read")
	}
	variables := []string{"HTTP_PROXY", "http_proxy"}
	to.Scheme, _ = strings.CutPrefix(to.Scheme, "ws")
	if to.Scheme == "s" {
		variables = []string{"HTTPS_PROXY", "https_proxy"}
	}
	to.Scheme = "http" + to.Scheme
	variable := variables[0]
	if os.Getenv(variable) == "" {
		variable = variables[1]
	}
	u, err := http.ProxyFromEnvironment(&http.Request{URL: to})
	if err != nil {
		return nil, fmt.Errorf("the environment variable %s holds no address of a proxy", variable)
	}
	if u == nil {
		return nil, nil
	}
	p := &proxy{u, "the environment variable " + variable}
	if u.Scheme != "http" && u.Scheme != "socks5" {
		return nil, p.fail("its address begins with "+u.Scheme+"://, and only http:// and socks5:// are supported", false)
	}
	return p, nil
}

// proxyError is what a proxy did instead of connecting us. It may hold the proxy's words: it is not sanitised.
type proxyError struct {
	text    string
	refused bool // it does not accept our credentials, or the server's address
}

func (e *proxyError) Error() string { return e.text }

// fail returns an error that names the proxy.
func (p *proxy) fail(what string, refused bool) error {
	return &proxyError{p.name() + ": " + what, refused}
}

// name names the proxy for an operator, without its user and password, and where it was set.
func (p *proxy) name() string {
	address := url.URL{Scheme: p.url.Scheme, Host: p.url.Host}
	return "the proxy " + address.String() + " (set by " + p.source + ")"
}

// host is the host and port of the proxy.
func (p *proxy) host() string {
	if p.url.Port() != "" {
		return p.url.Host
	}
	return net.JoinHostPort(p.url.Hostname(), "80")
}

// connect asks an http proxy, to which conn is open, to connect us to addr (RFC 9110, section 9.3.6). gorilla's own code for
// it keeps no status, and panics where a status line ends early.
func (p *proxy) connect(conn net.Conn, addr string) error {
	request := &http.Request{Method: http.MethodConnect, URL: &url.URL{Opaque: addr}, Host: addr, Header: make(http.Header)}
	if user := p.url.User; user != nil {
		password, _ := user.Password()
		request.Header.Set("Proxy-Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(user.Username()+":"+password)))
	}
	if err := request.Write(conn); err != nil {
		return p.fail("it cannot be written to: "+err.Error(), false)
	}
	// The server does not speak before we have: nothing of what it says is lost in the buffer.
	response, err := http.ReadResponse(bufio.NewReader(conn), request)
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return p.fail("it hung up without an answer", false)
	case err != nil:
		return p.fail("its answer cannot be read: "+err.Error(), false)
	case response.StatusCode/100 == 2:
		return nil
	case response.StatusCode == http.StatusProxyAuthRequired:
		return p.fail("it wants a user and a password, or other ones: HTTP "+response.Status+"; write them as http://USER:PASSWORD@HOST:PORT", true)
	}
	return p.fail("it refuses to connect to "+addr+": HTTP "+strings.TrimSpace(response.Status), response.StatusCode == http.StatusForbidden)
}
