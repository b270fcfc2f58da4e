package socket

import (
	"net"
	"testing"
	"time"
)

func TestOnlyFrequentReadsAreGathered(t *testing.T) {
	client, server := net.Pipe()
	t.Cleanup(func() { client.Close(); server.Close() })
	go func() {
		for {
			if _, err := server.Write([]byte("xx")); err != nil {
				return
			}
		}
	}()
	c := &arrivalConn{Conn: client, open: true, gather: time.Hour, calm: true}
	read := func(size int) {
		t.Helper()
		if _, err := c.Read(make([]byte, size)); err != nil {
			t.Fatal(err)
		}
	}
	read(3)
	if c.often {
		t.Error("the first read is gathered with others")
	}
	read(3)
	if !c.often {
		t.Error("the second read within an hour is not gathered with others")
	}
	c.gather = 100 * time.Millisecond
	begin := time.Now()
	read(3)
	if took := time.Since(begin); took < c.gather {
		t.Errorf("it waited %v", took)
	}
	read(1)
	if c.often {
		t.Error("it waits although there is more")
	}
	c.gather, c.bytes = time.Nanosecond, mostGathered
	read(3)
	if c.calm {
		t.Error("it waits although the buffer of the system could be full")
	}
	read(3)
	if !c.calm {
		t.Error("it does not wait although an interval had few bytes")
	}
	read(3)
	read(3)
	if c.often {
		t.Error("reads that are rarer than its intervals are gathered")
	}
}
