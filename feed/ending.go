package feed

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"

	"github.com/gorilla/websocket"

	"sockeye/feed/session"
)

// maxErrorBody bounds what is kept of the body of a refused handshake, in bytes.
const maxErrorBody = 300

// dialFailure says why an attempt failed. The text may hold the server's words: it is not sanitised.
func dialFailure(err error, response *http.Response) string {
	if response != nil && errors.Is(err, websocket.ErrBadHandshake) {
		return refusal(response)
	}
	var certificate *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	var authority x509.UnknownAuthorityError
	var dns *net.DNSError
	switch {
	case errors.As(err, &authority):
		return "TLS: the certificate is signed by an authority that this machine does not know"
	case errors.As(err, &certificate):
		return "TLS: " + certificate.Err.Error()
	case errors.As(err, &record):
		return "TLS: the server does not speak it (" + record.Msg + "); is it ws:// instead of wss://?"
	case errors.As(err, &dns):
		return "the name " + dns.Name + " has no address: " + dns.Err
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "the server hung up during the handshake"
	}
	return err.Error()
}

// refusal is the HTTP status of a refused handshake and the start of its body.
func refusal(response *http.Response) string {
	var text strings.Builder
	text.WriteString("HTTP " + response.Status)
	if location := response.Header.Get("Location"); location != "" {
		text.WriteString(" to " + location + " (redirects are not followed: put the right address into the preset)")
	}
	if response.StatusCode == http.StatusSwitchingProtocols {
		text.WriteString(", but not as a WebSocket server would say it")
	}
	body, _ := io.ReadAll(io.LimitReader(response.Body, maxErrorBody)) // gorilla has read it already
	if words := strings.Join(strings.Fields(string(body)), " "); words != "" {
		text.WriteString(": " + words)
	}
	return text.String()
}

// lost says how a connection ended.
func lost(err error, maxFrame int64) session.End {
	var closed *websocket.CloseError
	switch {
	case errors.As(err, &closed) && closed.Code != websocket.CloseAbnormalClosure:
		reason := fmt.Sprintf("closed by the server: %d", closed.Code)
		if word, ok := closeWords[closed.Code]; ok {
			reason += " " + word
		}
		if closed.Text != "" {
			reason += ` "` + closed.Text + `"`
		}
		return session.End{Code: closed.Code, Reason: reason}
	case errors.As(err, &closed), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return session.End{Reason: "the server hung up without a close frame"}
	case errors.Is(err, websocket.ErrReadLimit):
		return session.End{Reason: fmt.Sprintf("a message is larger than %d bytes (max_frame)", maxFrame)}
	}
	return session.End{Reason: err.Error()}
}

// closeWords are the meanings of the close codes (RFC 6455, section 7.4.1, and the registry that it founds).
var closeWords = map[int]string{
	1000: "normal closure",
	1001: "going away",
	1002: "protocol error",
	1003: "unsupported data",
	1005: "no code given",
	1007: "invalid data",
	1008: "policy violation",
	1009: "message too big",
	1010: "extension missing",
	1011: "internal error",
	1012: "service restart",
	1013: "try again later",
	1014: "bad gateway",
}
