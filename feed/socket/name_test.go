package socket_test

import (
	"bytes"
	"context"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"sockeye/feed/feedtest"
)

// What a name server answers (RFC 1035, section 4.1.1), and that it does not.
const (
	found    = 0
	failure  = 2
	noName   = 3
	noAnswer = -1
)

// nameServer has names looked up at a server of the test's own, which answers every question alike: where found, with
// 127.0.0.1. It returns what changes the answer.
func nameServer(t *testing.T) (answer *atomic.Int32) {
	answer = new(atomic.Int32)
	server, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	before, ended := net.DefaultResolver, make(chan struct{})
	net.DefaultResolver = &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		// Its own resolver: a lookup that is given up goes on, and must not read the default one while that is put back.
		return (&net.Dialer{Resolver: new(net.Resolver)}).DialContext(ctx, "udp", server.LocalAddr().String())
	}}
	t.Cleanup(func() {
		net.DefaultResolver = before
		server.Close()
		<-ended
	})
	go func() {
		defer close(ended)
		for query := make([]byte, 1<<10); ; {
			n, from, err := server.ReadFrom(query)
			if err != nil {
				return
			}
			if reply := nameReply(query[:n], answer.Load()); reply != nil {
				_, _ = server.WriteTo(reply, from)
			}
		}
	}()
	return answer
}

// nameReply answers a query with one question; nil is no answer.
func nameReply(query []byte, answer int32) []byte {
	const header, questionTail, address = 12, 5, 1
	end := header + bytes.IndexByte(query[header:], 0) + questionTail // the name ends with an empty label; its type and class follow
	if answer == noAnswer {
		return nil
	}
	reply := append([]byte{query[0], query[1], 0x81, 0x80 | byte(answer), 0, 1, 0, 0, 0, 0, 0, 0}, query[header:end]...)
	if answer == found && query[end-3] == address {
		reply[7] = 1
		reply = append(reply, 0xc0, header, 0, address, 0, 1, 0, 0, 0, 0, 0, 4, 127, 0, 0, 1)
	}
	return reply
}

// TestNamesAreResolvedAtEachDial dials a name that has no address, that cannot be looked up, and that has one at last.
func TestNamesAreResolvedAtEachDial(t *testing.T) {
	feedtest.CheckLeaks(t)
	answer := nameServer(t)
	server := feedtest.New(t, feedtest.Conversation{feedtest.Send("x")})
	address := strings.Replace(server.URL(), "127.0.0.1", "feed.invalid", 1)
	answer.Store(noName)
	wantReason(t, noConnection(t, newDialer(), address), `the name feed\.invalid has no address: no such host`)
	answer.Store(failure)
	wantReason(t, noConnection(t, newDialer(), address), `the name feed\.invalid cannot be looked up: server misbehaving`)
	answer.Store(found)
	dial(t, newDialer(), address).message()
}

// TestDialEndsWithItsContextWhileANameIsLookedUp at a name server that is away. What net has asked it is waited for no
// longer, but net itself ends its question, and closes the socket for it, only after five seconds.
func TestDialEndsWithItsContextWhileANameIsLookedUp(t *testing.T) {
	nameServer(t).Store(noAnswer)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, end := newDialer().Dial(ctx, "ws://feed.invalid:1", nil); end == nil {
		t.Error("there is a connection")
	}
}
