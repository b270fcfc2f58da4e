package feed

import (
	"context"
	"net"
	"time"

	"sockeye/feed/session"
)

// Simulate has a feed that is not started make its connections by a function, and wait by chance of its own.
func Simulate(f *Feed, connect func(ctx context.Context, network, address string) (net.Conn, error), random func(time.Duration) time.Duration) {
	f.dialer.Connect = connect
	f.session = session.New(f.preset, random)
}
