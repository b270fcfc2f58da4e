package har

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// connection is an entry of an archive that is about a WebSocket.
type connection struct {
	entry    int // its number, from 1 on
	offset   int64
	start    int64 // Unix nanoseconds
	took     int64 // nanoseconds
	url      string
	address  string // of the host, as far as it is known
	feed     string // as it is named in the archive; "" if it is not
	preset   string
	status   int    // of the answer to the handshake; 0: not known
	failure  string // why there was no connection; "" if it is not known
	protocol string
	deflate  bool
	is       bool // about a WebSocket
	follows  bool // another connection of its feed comes after it

	// Of its messages:
	at          int64  // where their list begins in the archive; 0: there is none
	attached    string // the name of the file that they are in; "" if they are in the archive
	attachment  string // its path
	unread      error  // why it cannot be read
	count       int
	first, last int64 // Unix nanoseconds; 0: there is none with a time
}

// What an entry may have; more is an error, or not read.
const (
	maxConnections = 10_000
	maxAddress     = 64 << 10 // bytes
	maxTook        = 1e11     // milliseconds
)

// index finds the connections of an archive, which folder holds. The error is about the place where it ends, and what was found
// before that is returned too.
func index(r io.Reader, folder string) (found []*connection, entries int, err error) {
	s := newScanner(r, 0)
	if err := skipMark(s); err != nil {
		return nil, 0, err
	}
	log, list := false, false
	err = s.object(func(key string) error {
		if key != "log" {
			return s.skip()
		}
		log = true
		return s.object(func(key string) error {
			if key != "entries" {
				return s.skip()
			}
			list = true
			return s.list(func(number int) error {
				entries = number
				c := &connection{entry: number}
				err := c.read(s)
				if c.is && c.at == 0 && c.attached != "" {
					c.attachment = filepath.Join(folder, filepath.Base(c.attached))
					c.unread = c.readAttached()
				}
				if c.is && c.url != "" {
					if len(found) == maxConnections {
						return &place{c.offset, fmt.Sprintf("more than %d connections", maxConnections)}
					}
					found = append(found, c)
				}
				return err
			})
		})
	})
	if err == nil && !log {
		err = errors.New("this is JSON and no HAR: it has no `log`")
	}
	if err == nil && !list {
		err = errors.New("this HAR has no list of `entries` in its `log`")
	}
	return found, entries, err
}

// skipMark skips a byte order mark, which some programs write.
func skipMark(s *scanner) error {
	c, err := s.peek()
	if err != nil {
		return err
	}
	if c == 0xEF {
		for _, want := range []byte("\xEF\xBB\xBF") {
			if err := s.expect(want); err != nil {
				return err
			}
		}
	}
	return nil
}

// read reads an entry.
func (c *connection) read(s *scanner) error {
	if _, err := s.peek(); err != nil {
		return err
	}
	c.offset = s.offset()
	return s.object(func(key string) (err error) {
		switch key {
		case "startedDateTime":
			var text string
			if text, err = s.text(maxName); err == nil {
				at, wrong := time.Parse(time.RFC3339Nano, text)
				if wrong != nil {
					return &place{c.offset, fmt.Sprintf("the startedDateTime of entry %d is %.40q, and no time", c.entry, text)}
				}
				c.start = at.UnixNano()
			}
		case "time":
			var raw []byte
			raw, err = s.value(nil, maxScalar)
			if ms, wrong := strconv.ParseFloat(string(raw), 64); wrong == nil && ms > 0 && ms < maxTook {
				c.took = int64(ms * float64(time.Millisecond))
			}
		case "request":
			err = s.object(func(key string) error {
				if key != "url" {
					return s.skip()
				}
				text, err := s.text(maxAddress)
				c.setURL(text)
				return err
			})
		case "response":
			err = c.readResponse(s)
		case "serverIPAddress":
			c.address, err = s.text(maxName)
		case "_resourceType":
			var kind string
			kind, err = s.text(maxName)
			c.is = c.is || kind == "websocket"
		case "_webSocketMessages":
			err = c.readMessages(s)
		case "_feed":
			c.feed, err = s.text(maxName)
		case "_preset":
			c.preset, err = s.text(1 << 20)
		default:
			err = s.skip()
		}
		return err
	})
}

// setURL notes the address of a connection. mitmproxy writes that of the HTTP request.
func (c *connection) setURL(text string) {
	u, err := url.Parse(text)
	if err != nil {
		return
	}
	switch u.Scheme {
	case "ws", "wss":
		c.is = true
	case "http":
		u.Scheme = "ws"
	case "https":
		u.Scheme = "wss"
	default:
		return
	}
	c.url = u.String()
}

// readResponse reads the answer to a handshake.
func (c *connection) readResponse(s *scanner) error {
	return s.object(func(key string) (err error) {
		switch key {
		case "status":
			var raw []byte
			raw, err = s.value(nil, maxScalar)
			c.status, _ = strconv.Atoi(string(raw))
		case "_failureText", "_error":
			if first, peeked := s.peek(); peeked != nil || first != '"' {
				return s.skip()
			}
			c.failure, err = s.text(maxAddress)
		case "headers":
			err = s.list(func(int) error {
				var name, value string
				err := s.object(func(key string) (err error) {
					switch key {
					case "name":
						name, err = s.text(maxAddress)
					case "value":
						value, err = s.text(maxAddress)
					default:
						err = s.skip()
					}
					return err
				})
				switch strings.ToLower(name) {
				case "sec-websocket-protocol":
					c.protocol = value
				case "sec-websocket-extensions":
					c.deflate = strings.Contains(value, "permessage-deflate")
				}
				return err
			})
		case "content":
			err = s.object(func(key string) (err error) {
				if key != "_file" {
					return s.skip()
				}
				c.attached, err = s.text(maxName)
				return err
			})
		default:
			err = s.skip()
		}
		return err
	})
}

// readMessages notes where the messages of a connection are, and from when to when.
func (c *connection) readMessages(s *scanner) error {
	first, err := s.peek()
	if err != nil {
		return err
	}
	if first != '[' { // null, as of no WebSocket
		return s.skip()
	}
	c.is, c.at = true, s.offset()
	return s.list(func(int) error { return c.readMessage(s) })
}

// readAttached is readMessages for those in a file of their own, one after the other, as Playwright has it.
func (c *connection) readAttached() error {
	f, err := os.Open(c.attachment)
	if err != nil {
		return err
	}
	defer f.Close()
	s := newScanner(f, 0)
	for {
		if _, err := s.peek(); errors.Is(s.failed, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if err := c.readMessage(s); err != nil {
			return err
		}
	}
}

// readMessage notes the time of a message. What is wrong with it is said when it is read.
func (c *connection) readMessage(s *scanner) error {
	c.count++
	first, err := s.peek()
	if err != nil {
		return err
	}
	if first != '{' {
		return s.skip()
	}
	return s.object(func(key string) error {
		if key != "time" {
			return s.skip()
		}
		raw, err := s.value(nil, maxScalar)
		if err != nil {
			return err
		}
		if at, wrong := parseTime(string(raw)); wrong == nil && at > 0 {
			if c.first == 0 {
				c.first = at
			}
			c.last = max(c.last, at)
		}
		return nil
	})
}
