package socket

import (
	"net"
	"reflect"
	"testing"
	"time"
)

// TestANonblockingReadFailsAsAnyOther with the same errors as a read of the connection below.
func TestANonblockingReadFailsAsAnyOther(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	for name, end := range map[string]func(client, server *net.TCPConn){
		"closed by the server": func(_, server *net.TCPConn) { server.Close() },
		"reset": func(_, server *net.TCPConn) {
			_ = server.SetLinger(0)
			server.Close()
		},
		"closed here":   func(client, _ *net.TCPConn) { client.Close() },
		"out of time":   func(client, _ *net.TCPConn) { _ = client.SetReadDeadline(time.Now()) },
		"shut for good": func(client, _ *net.TCPConn) { _ = client.CloseRead() },
	} {
		t.Run(name, func(t *testing.T) {
			var errs [2]error
			for i, wrap := range []func(net.Conn) net.Conn{newNonblocking, func(c net.Conn) net.Conn { return c }} {
				client, err := net.Dial("tcp", listener.Addr().String())
				if err != nil {
					t.Fatal(err)
				}
				defer client.Close()
				server, err := listener.Accept()
				if err != nil {
					t.Fatal(err)
				}
				defer server.Close()
				c, p := wrap(client), make([]byte, 10)
				if _, err := server.Write([]byte("abc")); err != nil {
					t.Fatal(err)
				}
				if n, err := c.Read(p); string(p[:n]) != "abc" || err != nil {
					t.Fatalf("read %q, %v", p[:n], err)
				}
				end(client.(*net.TCPConn), server.(*net.TCPConn))
				_, errs[i] = c.Read(p)
				if op, is := errs[i].(*net.OpError); is {
					op.Source, op.Addr = nil, nil // another port
				}
			}
			if errs[0] == nil || !reflect.DeepEqual(errs[0], errs[1]) {
				t.Errorf("%#v, want %#v", errs[0], errs[1])
			}
		})
	}
}

// counting is a connection that counts its reads.
type counting struct {
	*net.TCPConn
	reads int
}

func (c *counting) Read(p []byte) (int, error) {
	c.reads++
	return c.TCPConn.Read(p)
}

// TestWhatIsAroundASocketIsRead and not the socket inside of it.
func TestWhatIsAroundASocketIsRead(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	client, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close() })
	server, err := listener.Accept()
	if err != nil {
		t.Fatal(err)
	}
	server.Close()
	around := &counting{TCPConn: client.(*net.TCPConn)}
	if _, err := newNonblocking(around).Read(make([]byte, 1)); err == nil || around.reads != 1 {
		t.Errorf("%d reads, and the error is %v", around.reads, err)
	}
}
