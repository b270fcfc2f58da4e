package notify

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"sockeye/feed/feedtest"
)

// hookOf is a webhook at an address, with a secret in it.
func hookOf(name, address string) Command {
	return Command{Name: name, Timeout: feedtest.Patience, Webhook: func() (string, func(string) string, error) {
		return address + "/s3cr3t-path", func(s string) string { return strings.ReplaceAll(s, "s3cr3t-path", "•••") }, nil
	}}
}

// within is a command with a timeout.
func within(timeout time.Duration, c Command) Command {
	c.Timeout = timeout
	return c
}

// hooked are commands that retry fast.
func hooked(t *testing.T) runner {
	t.Helper()
	c := started(t)
	c.retries = retries{first: time.Millisecond, most: 4 * time.Millisecond, during: time.Second}
	return c
}

// hook is a server that answers the calls of a webhook.
func hook(t *testing.T, answer http.HandlerFunc) (address string) {
	t.Helper()
	server := httptest.NewServer(answer)
	t.Cleanup(server.Close)
	return server.URL
}

func TestAWebhookGetsTheAlert(t *testing.T) {
	t.Parallel()
	var body, kind string
	c := hooked(t)
	c.Run(hookOf("page", hook(t, func(w http.ResponseWriter, r *http.Request) {
		text, err := io.ReadAll(r.Body)
		if err != nil || r.Method != http.MethodPost || r.URL.Path != "/s3cr3t-path" {
			t.Error(err, r.Method, r.URL.Path)
		}
		body, kind = string(text), r.Header.Get("Content-Type")
		w.WriteHeader(http.StatusNoContent)
	})), raised)
	if r := next(t, c); r.Err != nil || r.Command != "page" {
		t.Errorf("%+v", r)
	}
	if !strings.HasPrefix(body, `{"feed":"kraken","alert":"XBT/USD`) || kind != "application/json" {
		t.Errorf("%s as %s", body, kind)
	}
}

func TestAWebhookThatFailsForATimeIsCalledAgain(t *testing.T) {
	t.Parallel()
	var calls atomic.Int32
	c := hooked(t)
	c.retries.during = feedtest.Patience // a first call may be slow
	c.Run(hookOf("page", hook(t, func(w http.ResponseWriter, r *http.Request) {
		if calls.Add(1) < 4 {
			w.WriteHeader(http.StatusTooManyRequests)
		}
	})), raised)
	if r := next(t, c); r.Err == nil || r.Err.Error() != "HTTP 429 Too Many Requests: it is tried again" {
		t.Errorf("%v", r.Err)
	}
	if r := next(t, c); r.Err != nil || calls.Load() != 4 {
		t.Errorf("%v after %d calls", r.Err, calls.Load())
	}
}

// TestAWebhookThatDoesNotTakeItIsGivenUp, and its secrets are not shown.
func TestAWebhookThatDoesNotTakeItIsGivenUp(t *testing.T) {
	t.Parallel()
	again := retries{first: 3 * time.Second, most: time.Hour, during: 8 * time.Second} // a second call, also where the first one is slow, and no third one
	for name, test := range map[string]struct {
		command Command
		want    []string // what each result says
		retries retries  // none: those of hooked
	}{
		"500": {hookOf("x", hook(t, func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(500) })), []string{"HTTP 500 Internal Server Error: it is tried again", "HTTP 500 Internal Server Error: given up after 2 calls"}, again},
		"404": {hookOf("x", hook(t, func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(404) })), []string{"HTTP 404 Not Found"}, retries{}},
		"redirects": {hookOf("x", hook(t, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://example.org/", http.StatusFound)
		})), []string{"HTTP 302 Found: redirects are not followed"}, retries{}},
		"hangs": {within(1200*time.Millisecond, hookOf("x", hook(t, func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			<-r.Context().Done()
		}))), []string{"no answer within 1.2s (timeout): given up after 1 calls"}, retries{}},
		"refuses":    {hookOf("x", "http://"+feedtest.ReservePort(t)), []string{"connection refused: it is tried again", "connection refused: given up after 2 calls"}, again},
		"no secret":  {Command{Name: "x", Webhook: func() (string, func(string) string, error) { return "", nil, errors.New("TOKEN is not set") }}, []string{"TOKEN is not set"}, retries{}},
		"no address": {Command{Name: "x", Timeout: time.Second, Webhook: func() (string, func(string) string, error) { return "http://h/s3cr3t-path\n", strings.Clone, nil }}, []string{"its address is none"}, retries{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := hooked(t)
			if test.retries.during > 0 {
				c.retries = test.retries
			}
			c.Run(test.command, raised)
			for _, want := range test.want {
				if r := next(t, c); r.Err == nil || !strings.Contains(r.Err.Error(), want) || strings.Contains(r.Err.Error(), "s3cr3t") {
					t.Errorf("%v, want %s", r.Err, want)
				}
			}
		})
	}
}

// TestAWebhookThatHangsHoldsUpNothingElse, and what waits for it is bounded.
func TestAWebhookThatHangsHoldsUpNothingElse(t *testing.T) {
	t.Parallel()
	calls, hang := make(chan struct{}, 100), make(chan struct{})
	slow := hookOf("slow", hook(t, func(w http.ResponseWriter, r *http.Request) {
		calls <- struct{}{}
		<-hang
	}))
	c := hooked(t)
	c.Run(slow, raised)
	<-calls
	for range maxWaiting + 4 {
		c.Run(slow, raised)
	}
	c.Run(hookOf("page", hook(t, func(w http.ResponseWriter, r *http.Request) {})), raised)
	if r := next(t, c); r.Err != nil || r.Command != "page" {
		t.Errorf("%+v", r)
	}
	close(hang)
	for n, want := range append([]string{"", "4 runs were left out"}, make([]string, maxWaiting)...) {
		r := next(t, c)
		if r.Command != "slow" || (r.Err == nil) != (want == "") || r.Err != nil && !strings.HasPrefix(r.Err.Error(), want) {
			t.Errorf("result %d is %+v", n, r)
		}
	}
}
