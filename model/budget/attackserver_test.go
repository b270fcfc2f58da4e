//go:build unix

package budget

import (
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

// attackEnv makes the test binary the server of the attacks, which has a path for each.
const attackEnv = "SOCKEYE_TEST_ATTACK"

// attackers are the attacks by path. Each has a connection that is open, and writes until that ends.
var attackers = map[string]func(*websocket.Conn){
	"never-reads": neverRead,
	"large":       large,
	"values":      largeOfValues,
	"flood":       floodOfValues,
	"day":         sevenHours,
	"records":     manyRecords,
	"labels":      manyLabels,
	"lists":       manyLists,
	"entries":     entriesOf(64, 16<<10),
	"huge":        entriesOf(20, 3<<20),
	"copy":        entriesOf(1, 400<<10),
	"acks":        manyAcks,
}

// serveAttack serves the attacks until its standard input ends.
func serveAttack() {
	upgrader := websocket.Upgrader{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		attack := attackers[strings.TrimPrefix(r.URL.Path, "/")]
		ws, err := upgrader.Upgrade(w, r, nil)
		if err != nil || attack == nil {
			return
		}
		defer ws.Close()
		attack(ws)
	}))
	fmt.Println("ws" + strings.TrimPrefix(server.URL, "http"))
	_, _ = io.Copy(io.Discard, os.Stdin)
}

// write writes messages as text frames in one piece, and reports whether that has succeeded.
func write(ws *websocket.Conn, messages ...[]byte) bool {
	var frames []byte
	for _, m := range messages {
		switch n := len(m); { // RFC 6455, section 5.2
		case n < 126:
			frames = append(frames, 0x81, byte(n))
		case n < 1<<16:
			frames = binary.BigEndian.AppendUint16(append(frames, 0x81, 126), uint16(n))
		default:
			frames = binary.BigEndian.AppendUint64(append(frames, 0x81, 127), uint64(n))
		}
		frames = append(frames, m...)
	}
	_, err := ws.NetConn().Write(frames)
	return err == nil
}

// quiet reads until the client leaves.
func quiet(ws *websocket.Conn) {
	for {
		if _, _, err := ws.ReadMessage(); err != nil {
			return
		}
	}
}

// neverRead asks for replies, and reads none of them.
func neverRead(ws *websocket.Conn) {
	var pings [][]byte
	for n := range 1000 {
		pings = append(pings, fmt.Appendf(nil, `{"ping":%d}`, n))
	}
	for write(ws, pings...) {
	}
}

// large sends messages as large as a preset allows by itself.
func large(ws *websocket.Conn) {
	text := []byte(`{"s":"A","p":1,"text":"` + strings.Repeat("abcdefghi ", (16<<20)/10-10) + `"}`)
	for write(ws, text) {
	}
}

// largeOfValues sends messages as large as a preset allows by itself, with as many values as are read.
func largeOfValues(ws *websocket.Conn) {
	text := []byte(`{"s":"A","p":1,"list":[1` + strings.Repeat(",12345678901234", 1<<20-10) + `]}`)
	for write(ws, text) {
	}
}

// floodOfValues sends values of 256 labels as fast as they are read.
func floodOfValues(ws *websocket.Conn) {
	for n := 0; write(ws, valuesOf(256, time.Now(), float64(n%100))); n++ {
	}
}

// sevenHours is seven hours of values of 256 labels, as fast as they are read. Their times are a minute apart at first, and
// then ever less, so that a chart has all that it can have, from the first hour to the last second.
func sevenHours(ws *websocket.Conn) {
	now := time.Now()
	steps := []struct{ back, step time.Duration }{
		{7 * time.Hour, time.Minute}, {70 * time.Minute, 10 * time.Second}, {17 * time.Minute, time.Second},
		{80 * time.Second, 100 * time.Millisecond}, {17 * time.Second, 25 * time.Millisecond}, {0, 0},
	}
	at, padding := now.Add(-steps[0].back), strings.Repeat(" ", 20<<10)
	for i, s := range steps[:len(steps)-1] {
		for ; at.Before(now.Add(-steps[i+1].back)); at = at.Add(s.step) {
			if !write(ws, append(valuesOf(256, at, float64(at.Unix()%100)), padding...)) {
				return
			}
		}
	}
	write(ws, []byte(`{"note":"all of it"}`))
	quiet(ws)
}

// valuesOf is a message with a value of each of some labels.
func valuesOf(labels int, at time.Time, value float64) []byte {
	message := []byte(`{"all":[`)
	for n := range labels {
		if n > 0 {
			message = append(message, ',')
		}
		message = fmt.Appendf(message, `{"s":"label-%d","t":%d,"p":%g}`, n, at.UnixMilli(), value)
	}
	return append(message, `]}`...)
}

// manyRecords sends messages with as many records as are read.
func manyRecords(ws *websocket.Conn) {
	message := []byte(`{"all":[`)
	for n := range 1 << 16 {
		if n > 0 {
			message = append(message, ',')
		}
		message = fmt.Appendf(message, `{"s":"%d","p":%d,"q":%[2]d,"r":%[2]d,"v":%[2]d}`, n%1024, n%1000)
	}
	message = append(message, `]}`...)
	for write(ws, message) {
	}
}

// manyLabels sends ten values a second of each of a thousand labels.
func manyLabels(ws *websocket.Conn) {
	for n := 0; write(ws, valuesOf(1024, time.Now(), float64(n%20))); n++ {
		time.Sleep(100 * time.Millisecond)
	}
}

// manyLists sends trades, and after a second among them a message of 3 MB: 12,000 records and 850,000 empty lists.
func manyLists(ws *websocket.Conn) {
	trade := func() bool {
		time.Sleep(100 * time.Millisecond)
		return write(ws, fmt.Appendf(nil, `[0,[["1.0","1","%d"]],"trade","A"]`, time.Now().Unix()))
	}
	for range 10 {
		trade()
	}
	write(ws, []byte(`[0,[`+strings.Repeat(`["1"],`, 11_999)+`["1"]],`+strings.Repeat(`[],`, 850_000)+`"trade","A"]`))
	for trade() {
	}
}

// entriesOf is an attack of n messages of so many bytes, and one that says that these were all.
func entriesOf(n, size int) func(*websocket.Conn) {
	return func(ws *websocket.Conn) {
		for i := range n {
			text := fmt.Appendf(nil, `{"n":%d,"text":"`, i)
			for k := 0; len(text) < size-2; k++ {
				text = strconv.AppendInt(append(text, "xyxxyz 0 "...), int64(k), 10)
			}
			write(ws, append(text, `"}`...))
		}
		write(ws, []byte(`{"note":"all of it"}`))
		quiet(ws)
	}
}

// manyAcks acknowledges each subscription in a message of its own, once it has all of them.
func manyAcks(ws *websocket.Conn) {
	var ids [pendings]int // of the requests
	for range pendings {
		var symbol, id int
		_, text, err := ws.ReadMessage()
		if err != nil {
			return
		}
		if _, err := fmt.Sscanf(string(text), `{"sub":"s%d","id":%d}`, &symbol, &id); err == nil {
			ids[symbol] = id
		}
	}
	for n := range pendings {
		write(ws, fmt.Appendf(nil, `{"ok":"s%d.%d"}`, n, ids[n]))
	}
	write(ws, []byte(`{"note":"all of it"}`))
	quiet(ws)
}

// pendings is how many subscriptions wait for their answers.
const pendings = 10_000
