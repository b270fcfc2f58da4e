package feedtest

import (
	"encoding/binary"
	"io"
	"net"
	"testing"
)

// RawFrame returns a frame of a server (RFC 6455, section 5.2) for [SendRaw] and [Stream]: first is the byte with FIN, the
// reserved bits and the opcode.
func RawFrame(first byte, payload []byte) []byte {
	b := []byte{first}
	switch n := len(payload); {
	case n < 126:
		b = append(b, byte(n))
	case n < 1<<16:
		b = binary.BigEndian.AppendUint16(append(b, 126), uint16(n))
	default:
		b = binary.BigEndian.AppendUint64(append(b, 127), uint64(n))
	}
	return append(b, payload...)
}

// Listen listens on loopback until t ends, passes each connection to serve, on a goroutine of its own, and returns its
// address. It is for servers and proxies that do not follow HTTP or RFC 6455.
func Listen(t testing.TB, serve func(net.Conn)) (address string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go serve(conn)
		}
	}()
	return listener.Addr().String()
}

// Tunnel copies between two connections until one ends, and closes both.
func Tunnel(a, b net.Conn) {
	go func() {
		_, _ = io.Copy(a, b)
		a.Close()
	}()
	_, _ = io.Copy(b, a)
	b.Close()
}
