package socket

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// redact hides the secret of the tests.
func redact(text string) string { return strings.ReplaceAll(text, "token-1234", "•••") }

// refusalOf is what is said of a refusal.
func refusalOf(status int, header http.Header, body string) *End {
	d := &Dialer{Redact: redact}
	end := d.refusal(&http.Response{StatusCode: status, Status: http.StatusText(status), Header: header, Body: io.NopCloser(strings.NewReader(body))})
	end.Reason = redact(end.Reason) // as Dial does
	return end
}

func TestOnlyUnauthorizedAndForbiddenAreRejections(t *testing.T) {
	for status, want := range map[int]bool{301: false, 400: false, 401: true, 403: true, 404: false, 410: false, 426: false, 429: false, 500: false, 502: false, 503: false} {
		if got := refusalOf(status, nil, "").Rejected; got != want {
			t.Errorf("%d is a rejection: %t, want %t", status, got, want)
		}
	}
}

func TestRetryAfterIsReadAsSecondsOrADate(t *testing.T) {
	const date = "Sun, 01 Mar 2026 12:00:00 GMT"
	for text, want := range map[string]time.Duration{
		"": 0, "0": 0, "7": 7 * time.Second, "-7": 0, "7.5": 0, "soon": 0, "18446744073709551615": maxRetryAfter, "99999999999999999999999": 0,
		"Sun, 01 Mar 2026 12:00:30 GMT": 30 * time.Second, "Sun, 01 Mar 2026 11:00:00 GMT": 0, "Sun Mar  1 12:01:00 2026": time.Minute, "Fri, 01 Mar 9999 12:00:00 GMT": maxRetryAfter,
	} {
		if got := retryAfter(http.Header{"Retry-After": {text}, "Date": {date}}); got != want {
			t.Errorf("%q is %v, want %v", text, got, want)
		}
	}
	if got := retryAfter(http.Header{"Retry-After": {date}}); got > maxRetryAfter {
		t.Errorf("by our own clock it is %v", got)
	}
}

// TestRefusalKeepsSecrets has one that stands where the body is cut, and one that the server sends us to.
func TestRefusalKeepsSecrets(t *testing.T) {
	end := refusalOf(301, http.Header{"Location": {"wss://elsewhere/?key=token-1234"}}, strings.Repeat("x", maxErrorBody-5)+"token-1234")
	if strings.Contains(end.Reason, "token") || !strings.Contains(end.Reason, "wss://elsewhere/?key=•••") {
		t.Error(end.Reason)
	}
}

// TestAReasonThatIsNoTextIsNotShown: a page can be compressed although that was not asked for.
func TestAReasonThatIsNoTextIsNotShown(t *testing.T) {
	if got, want := refusalOf(400, nil, "\x1f\x8b\x08\x00abc").Reason, "HTTP Bad Request: its reason is no text"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
