package socket

import (
	"context"
	"crypto/tls"
	"errors"
	"testing"
)

// TestAnAttemptDoesNotWaitForADiskThatDoesNotAnswer ends attempts while a disk gives no certificates, which is read once for all.
func TestAnAttemptDoesNotWaitForADiskThatDoesNotAnswer(t *testing.T) {
	answers, asked := make(chan struct{}), make(chan struct{}, 2)
	read := func() (*tls.Config, error) {
		asked <- struct{}{}
		<-answers
		return &tls.Config{ServerName: "x"}, nil
	}
	var c certificates
	for range 2 {
		ctx, cancel := context.WithCancel(t.Context())
		over := make(chan error, 1)
		go func() {
			_, err := c.load(ctx, read)
			over <- err
		}()
		cancel()
		if err := <-over; !errors.Is(err, context.Canceled) {
			t.Errorf("the error is %v", err)
		}
	}
	close(answers)
	config, err := c.load(t.Context(), read)
	if err != nil || config.ServerName != "x" || len(asked) != 1 {
		t.Errorf("%+v, %v, asked %d times", config, err, len(asked))
	}
}
