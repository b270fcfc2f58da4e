package notify

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"sockeye/feed/roots"
)

// How often a webhook is called that does not accept an event.
const (
	firstRetry = time.Second // the wait after the first call; each one is twice as long as the one before
	mostRetry  = time.Minute
	retryFor   = 15 * time.Minute // from the first call on; then the event is dropped
)

// retries is how often a webhook is called for one event.
type retries struct{ first, most, during time.Duration }

var defaultRetries = retries{firstRetry, mostRetry, retryFor}

// Address returns the address of a webhook, with its secrets, and what replaces these in a text. The error holds none. It may
// wait for a file.
type Address func() (address string, redact func(string) string, err error)

// permanent is an error that another call would not change.
type permanent struct{ error }

// client calls webhooks. A redirect is not followed: what is in the address is for its own host alone.
var client = &http.Client{
	Transport: &http.Transport{
		Proxy: http.ProxyFromEnvironment, DisableKeepAlives: true, MaxResponseHeaderBytes: 16 << 10, ForceAttemptHTTP2: true,
	},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// deliver calls the webhook of a run until it accepts the event, refuses it, or the time for that is over. It says
// what was wrong with the first call, if there are others.
func deliver(ctx context.Context, r run, retry retries) error {
	begin, wait := time.Now(), retry.first
	for calls := 1; ; calls++ {
		err := call(ctx, r)
		switch {
		case err == nil, errors.As(err, new(permanent)), ctx.Err() != nil:
			return err
		case time.Since(begin)+wait > retry.during:
			return fmt.Errorf("%w: given up after %d calls", err, calls)
		case calls == 1:
			r.ended(fmt.Errorf("%w: it is tried again", err))
		}
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		}
		wait = min(2*wait, retry.most)
	}
}

// call calls the webhook of a run once.
func call(ctx context.Context, r run) error {
	address, redact, err := r.command.Webhook()
	if err != nil {
		return permanent{err}
	}
	ctx, cancel := context.WithTimeout(ctx, r.command.Timeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(r.input))
	if err != nil {
		return permanent{errors.New("its address is none")} // the error would show it
	}
	roots.Ensure()
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "sockeye")
	response, err := client.Do(request)
	if err != nil {
		if wrapped := (*url.Error)(nil); errors.As(err, &wrapped) { // which has the address
			err = wrapped.Err
		}
		if errors.Is(err, context.DeadlineExceeded) {
			return fmt.Errorf("no answer within %v (timeout)", r.command.Timeout)
		}
		return errors.New(redact(err.Error()))
	}
	defer response.Body.Close()
	_, _ = io.CopyN(io.Discard, response.Body, 64<<10) // so that the server has written its answer
	status := redact("HTTP " + response.Status)
	switch code := response.StatusCode; {
	case code >= 200 && code < 300:
		return nil
	case code >= 300 && code < 400:
		return permanent{errors.New(status + ": redirects are not followed, write the address that it is moved to")}
	case code == http.StatusRequestTimeout, code == http.StatusTooManyRequests, code >= 500:
		return errors.New(status)
	default:
		return permanent{errors.New(status)}
	}
}
