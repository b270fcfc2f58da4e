package feed_test

import (
	"fmt"
	"strings"
	"testing"

	"sockeye/feed/feedtest"
)

// TestManySubscribesAreSent wants more requests than the queue of a connection holds.
func TestManySubscribesAreSent(t *testing.T) {
	t.Parallel()
	var c feedtest.Conversation
	var symbols []string
	for i := range 600 {
		symbols = append(symbols, fmt.Sprint("s", i))
		c = append(c, feedtest.Expect(fmt.Sprintf(`{"sub":"s%d"}`, i)))
	}
	server := feedtest.New(t, c)
	watch(t, `
    url: `+server.URL()+`
    params: {symbols: [`+strings.Join(symbols, ", ")+`]}
    subscribe: {send: {sub: "${symbol}"}}
`)
	server.Wait()
}

// TestManyRepliesAreSent to a burst of messages from a server that reads every reply.
func TestManyRepliesAreSent(t *testing.T) {
	t.Parallel()
	var c feedtest.Conversation
	for range 5000 {
		c = append(c, feedtest.Send("2"))
	}
	for range 5000 {
		c = append(c, feedtest.Expect("3"))
	}
	server := feedtest.New(t, c)
	watch(t, `
    url: `+server.URL()+`
    reply: [{match: "2", send: "3"}]
`)
	server.Wait()
}
