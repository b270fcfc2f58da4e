package socket

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"html"
	"io"
	"net"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/gorilla/websocket"

	"sockeye/feed/format"
)

// maxErrorBody bounds what is shown of the body of a refused handshake, in bytes. gorilla keeps 1,024 of it.
const maxErrorBody = 300

// refused says why there is no connection. The reason may hold the server's words: it is not sanitised.
func (d *Dialer) refused(err error, address string, response *http.Response, through *proxy) *End {
	var byProxy *proxyError
	switch {
	case errors.As(err, &byProxy):
		return &End{Reason: byProxy.text, Rejected: byProxy.refused}
	case response != nil && strings.Contains(err.Error(), "invalid compression negotiation"): // gorilla exports no such error
		if !d.Compression {
			return &End{Reason: "the server compresses what it sends, and was not asked to"}
		}
		return &End{Reason: "the server keeps the context of the compression between messages, which is not supported: leave `compression` out of the preset"}
	case response == nil && through != nil && through.url.Scheme == "socks5":
		return &End{Reason: through.fail(noConnection(err), false).Error()}
	case response != nil && errors.Is(err, websocket.ErrBadHandshake):
		return d.refusal(response)
	case isHangUp(err) && strings.HasPrefix(address, "ws://"):
		return &End{Reason: noConnection(err) + "; is it wss:// instead of ws://?"}
	}
	return &End{Reason: noConnection(err)}
}

// isHangUp reports whether a server has ended the connection without a word.
func isHangUp(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, syscall.ECONNRESET)
}

// refusedTLS begins what crypto/tls says of an alert of the server, of which it exports no error.
const refusedTLS = "remote error: tls: "

// noConnection says why no server has answered the handshake.
func noConnection(err error) string {
	var certificate *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	var authority x509.UnknownAuthorityError
	var invalid x509.CertificateInvalidError
	var name x509.HostnameError
	var dns *net.DNSError
	switch {
	case errors.As(err, &authority):
		return "TLS: the certificate is signed by an authority that this machine does not know"
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return "TLS: the certificate is not valid at this time, or the clock of this machine is wrong: " + invalid.Detail
	case errors.As(err, &name):
		return "TLS: the certificate is for " + names(name.Certificate) + ", and not for " + name.Host + " (see `tls.server_name`)"
	case errors.As(err, &certificate):
		return "TLS: " + certificate.Err.Error()
	case errors.As(err, &record):
		return "TLS: the server does not speak it (" + record.Msg + "); is it ws:// instead of wss://?"
	case strings.HasPrefix(err.Error(), refusedTLS):
		return "TLS: the server refuses: " + strings.TrimPrefix(err.Error(), refusedTLS)
	case errors.As(err, &dns) && dns.IsNotFound:
		return "the name " + dns.Name + " has no address: " + dns.Err
	case errors.As(err, &dns):
		return "the name " + dns.Name + " cannot be looked up: " + dns.Err
	case isHangUp(err):
		return "the server hung up during the handshake"
	}
	return err.Error()
}

// mostNames of a certificate are said.
const mostNames = 5

// names returns what a certificate is for.
func names(c *x509.Certificate) string {
	all := slices.Clone(c.DNSNames)
	for _, ip := range c.IPAddresses {
		all = append(all, ip.String())
	}
	switch more := len(all) - mostNames; {
	case len(all) == 0:
		return "no name"
	case more > 0:
		return strings.Join(all[:mostNames], ", ") + fmt.Sprintf(" and %d more", more)
	}
	return strings.Join(all, ", ")
}

// advice is what can be done about a refusal, where that is known.
var advice = map[int]string{
	http.StatusUnauthorized:     "see the secrets in the url and headers",
	http.StatusForbidden:        "see the secrets in the url and headers, and whether this address is allowed in",
	http.StatusNotFound:         "see the path of the url",
	http.StatusGone:             "see the path of the url",
	http.StatusUpgradeRequired:  "see the url and subprotocols",
	http.StatusMethodNotAllowed: "see the path of the url",
}

// refusal is what a server said that refused the handshake: its HTTP status, the start of its body, and when we may try
// again.
func (d *Dialer) refusal(response *http.Response) *End {
	end := &End{
		Refused:    true,
		Rejected:   response.StatusCode == http.StatusUnauthorized || response.StatusCode == http.StatusForbidden,
		RetryAfter: retryAfter(response.Header),
	}
	var text strings.Builder
	text.WriteString("HTTP " + response.Status)
	if location := response.Header.Get("Location"); location != "" {
		text.WriteString(" to " + location + " (redirects are not followed: put the right address into the preset)")
	}
	if response.StatusCode == http.StatusSwitchingProtocols {
		text.WriteString(", but not as a WebSocket server would say it")
	}
	if end.RetryAfter > 0 {
		text.WriteString(", try again after " + format.Duration(end.RetryAfter))
	}
	body, _ := io.ReadAll(response.Body)
	// Secrets go before the text is cut: half a secret would not be recognised.
	if line := d.Redact(oneLine(body)); line != "" {
		text.WriteString(": " + strings.ToValidUTF8(line[:min(len(line), maxErrorBody)], ""))
	}
	if what := advice[response.StatusCode]; what != "" {
		text.WriteString(" (" + what + ")")
	}
	end.Reason = text.String()
	return end
}

var title = regexp.MustCompile(`(?is)<title[^>]*>(.*?)</title>`)

// oneLine is the body of a refusal on one line. Of an HTML page, which is what proxies and balancers answer with, it is the
// title: the rest is for a browser. What is no text, such as a compressed page, is not shown.
func oneLine(raw []byte) string {
	if bytes.IndexByte(raw, 0) >= 0 {
		return "its reason is no text"
	}
	body := strings.Join(strings.Fields(string(raw)), " ")
	if !strings.HasPrefix(body, "<") {
		return body
	}
	if m := title.FindStringSubmatch(body); m != nil {
		return `an HTML page, "` + strings.TrimSpace(html.UnescapeString(m[1])) + `"`
	}
	return "an HTML page"
}

// maxRetryAfter keeps a number of seconds within a duration.
const maxRetryAfter = 365 * 24 * time.Hour

// retryAfter returns how long a server wants us to wait (RFC 9110, section 10.2.3), 0 if it does not say. A date is
// read by the server's own clock, where it says what that is.
func retryAfter(header http.Header) time.Duration {
	text := header.Get("Retry-After")
	if seconds, err := strconv.ParseUint(text, 10, 64); err == nil {
		return time.Duration(min(seconds, uint64(maxRetryAfter/time.Second))) * time.Second
	}
	at, err := http.ParseTime(text)
	if err != nil {
		return 0
	}
	now, err := http.ParseTime(header.Get("Date"))
	if err != nil {
		now = time.Now()
	}
	return min(max(at.Sub(now).Round(time.Second), 0), maxRetryAfter)
}
