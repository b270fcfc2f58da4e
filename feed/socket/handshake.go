package socket

import (
	"bytes"
	"fmt"
	"net"
	"slices"
	"strings"
)

// finalResponse drops the interim responses that a server may send before the one that counts (RFC 9110, section
// 15.2), for example 100 Continue: gorilla reads the first one as the answer.
type finalResponse struct {
	net.Conn
	head []byte // read and not yet handed on
	done bool   // the final response has begun
}

func (c *finalResponse) Read(p []byte) (int, error) {
	for !c.done {
		buf := make([]byte, 4096)
		n, err := c.Conn.Read(buf)
		c.head = append(c.head, buf[:n]...)
		c.skip()
		if err != nil && !c.done {
			if len(c.head) == 0 {
				return 0, err
			}
			c.done = true // whatever it is, gorilla shall say so
		}
	}
	if len(c.head) > 0 {
		n := copy(p, c.head)
		if c.head = c.head[n:]; len(c.head) == 0 {
			c.head = nil
		}
		return n, nil
	}
	return c.Conn.Read(p)
}

// skip drops the interim responses at the start of head that are there as a whole.
func (c *finalResponse) skip() {
	const start, status = "HTTP/1.", len("HTTP/1.1 101")
	for len(c.head) >= status {
		interim := bytes.HasPrefix(c.head, []byte(start)) && c.head[status-4] == ' ' && c.head[status-3] == '1' && string(c.head[status-3:status]) != "101"
		if !interim {
			c.done = true
			return
		}
		end := bytes.Index(c.head, []byte("\r\n\r\n"))
		if end < 0 {
			return
		}
		c.head = c.head[end+4:]
	}
	c.done = len(c.head) > 0 && !strings.HasPrefix(start, string(c.head[:min(len(c.head), len(start))]))
}

// checkSubprotocol returns what is wrong with what the server has chosen of what was offered; "" is nothing.
func checkSubprotocol(offered []string, chosen string) (wrong string) {
	if chosen == "" || slices.Contains(offered, chosen) { // RFC 6455, section 4.1
		return ""
	}
	what := "none was"
	if len(offered) > 0 {
		what = strings.Join(offered, ", ") + " was"
	}
	return fmt.Sprintf("the server chose the subprotocol %q, and %s offered: see `subprotocols`", chosen, what)
}
