//go:build unix

package journey

import (
	"bufio"
	"encoding/base64"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"sockeye/feed/feedtest"
	"sockeye/model/terminaltest"
)

// pasted is a symbol as an operator may have copied it from somewhere.
const pasted = "\u202e日本\u200bowned\u0301\u0301\u0301\u0301"

// hostileServer says everything in the corpus wherever a server has a say. What it can say once on a connection is
// another entry for each turn. When more is closed it waits for a subscription, and asks for another connection.
func hostileServer(t *testing.T, turn int, more <-chan struct{}) *feedtest.Server {
	entry := func(n int) string { return asJSON(corpus[(turn*7+n)%len(corpus)].text) }
	c := feedtest.Conversation{
		feedtest.Expect(`{"op":"sub","of":["A","B","C"]}`),
		feedtest.Send(`{"op":"subbed","of":"A"}`),
		feedtest.SendBinary([]byte(`{"op":"no","of":"B","why":` + entry(0) + `}`)),
		feedtest.Send(`{"op":"subbed","of":"C"}`),
		feedtest.SendBinary([]byte(`{"op":"ended","of":"C","why":` + entry(1) + `}`)),
		feedtest.SendBinary([]byte(`{"op":"status","says":` + entry(2) + `}`)),
		feedtest.Send(`{"op":"subbed","of":"A","surrogates":"\ud800 owned \udfff\ud83d"}`),
	}
	for i, h := range corpus {
		text := asJSON(h.text)
		c = append(c,
			feedtest.SendBinary(fmt.Appendf(nil, `{"of":%s,"unit":%s,"price":%d,"id":%s,"before":%s,%s:{%s:[%s]}}`, text, text, 100+i, text, text, text, text, text)),
			feedtest.SendBinary([]byte(h.text)),
		)
	}
	long := strings.Repeat("日本\x1b[5mowned\u0301\u0301\u0301 ", 5_000)
	c = append(c, feedtest.SendBinary([]byte(long)), feedtest.SendBinary([]byte(`{"of":"A","price":1,"id":"x","book":`+asJSON(long)+`}`)),
		feedtest.Silence(more), feedtest.Expect(`{"op":"sub","of":["`+pasted+`"]}`), feedtest.SendBinary([]byte(`{"op":"move","to":`+asJSON("ws://127.0.0.1:1/"+corpus[turn%len(corpus)].text)+`}`)),
		feedtest.Silence(nil))
	return feedtest.New(t, c)
}

// hostileFrontage is a server that refuses with whatever stands in the first lines of HTTP.
func hostileFrontage(t *testing.T, turn int) (url string) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	entry := func(n int) string { return corpus[(turn*7+n)%len(corpus)].text }
	line := func(n int) string { return strings.NewReplacer("\n", "", "\r", "").Replace(entry(n)) }
	field := func(n int) string { // what net/http reads as one
		return strings.Map(func(r rune) rune {
			if r < ' ' || r == 0x7f {
				return -1
			}
			return r
		}, entry(n))
	}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			if _, err := http.ReadRequest(bufio.NewReader(conn)); err == nil {
				fmt.Fprintf(conn, "HTTP/1.1 502 Bad %s\r\nLocation: http://%s\r\nX-Owned: %s\r\nConnection: close\r\n\r\n<html><title>%s</title>%s",
					line(0), field(1), field(2), entry(3), strings.Repeat(entry(4), 50))
			}
			conn.Close()
		}
	}()
	return "ws://" + listener.Addr().String()
}

// hostileConfig opens both servers, and a third one that hangs up with a reason.
func hostileConfig(t *testing.T, turn int, more <-chan struct{}) string {
	closing := feedtest.New(t, feedtest.Conversation{feedtest.Close(1008, strings.ToValidUTF8(corpus[turn%len(corpus)].text, ""))})
	return writeConfig(t, `serve: {allow: [write]}
presets:
  hostile:
    url: `+hostileServer(t, turn, more).URL()+`
    params: {symbols: [A, B, C]}
    subscribe:
      send:  {op: sub, of: "${symbols}"}
      ack:   {op: subbed, of: "${symbol}"}
      fail:  {op: "no", of: "${symbol}"}
      ended: {op: ended, of: "${symbol}"}
      reason: why
    status: [{op: status}]
    reconnect: {match: [{op: move}], url: to, min: 1h, max: 1h}
    seq: {at: id, prev: before}
    stale: off # it says nothing more while an operator goes through the screen
    events: [{match: {of: "*", price: "*"}, label: of, unit: unit, value: price}]
    alerts: ["match /owned/ bell notify", "* > 150 bell notify"]
  refused: {url: "`+hostileFrontage(t, turn)+`", reconnect: {min: 1h, max: 1h}}
  closed:  {url: "`+closing.URL()+`", reconnect: {min: 1h, max: 1h}}
`)
}

// escape is the key of that name as the Kitty protocol sends it: other than the byte, it means the same whatever follows.
const escape = "\x1b[27u"

// TestHostileTextNeverReachesTheTerminal shows an operator all that hostile servers say, in every place where it is shown. No control
// sequence of theirs may come to the terminal, and no picture may have its borders anywhere but in their places.
func TestHostileTextNeverReachesTheTerminal(t *testing.T) {
	t.Parallel()
	for turn, tt := range []struct {
		window size
		flags  []string
	}{{size{120, 36}, nil}, {size{80, 24}, []string{"--ascii"}}, {size{40, 12}, nil}} {
		t.Run(fmt.Sprintf("%v%v", tt.window, tt.flags), func(t *testing.T) {
			t.Parallel()
			more := make(chan struct{})
			program := sockeye(t, append(tt.flags, "--config", hostileConfig(t, 2*turn, more), "hostile", "refused", "closed")...)
			o := terminaltest.Start(t, program, terminaltest.Terminal{Columns: tt.window.columns, Rows: tt.window.rows})
			walkHostile(t, o, tt.window, 2*turn, len(tt.flags) > 0, more)
		})
	}
}

// walkHostile goes through all of a screen on the servers of hostileConfig.
func walkHostile(t *testing.T, o *terminaltest.Operator, window size, turn int, ascii bool, more chan struct{}) {
	pictures := judge(t, o, ascii)
	does := func(keys string, patterns ...string) {
		t.Helper()
		o.Types(keys)
		o.Sees(patterns...)
	}

	o.Sees(`1 hostile OPEN`, `owned`)
	does("2", `2 refused RETRY`, `HTTP`)
	does("ww3", `3 closed RETRY`, `closed`)
	does("1", `1 hostile OPEN`)
	does("a", `acknowledged`)

	// The log: at the side, wrapped, searched, filtered, paged.
	does("g", `LOG +at #`)
	for range corpus {
		o.Types("jl")
	}
	does("w", `LOG`)
	o.Types(strings.Repeat("\x04", 40)) // half a page down
	does("w/own\r", `/own \d`)
	o.Types("nnnNee\\\\mt")
	does("&owned\r", `LOG`)
	does(":nofilter\r", `LOG`)

	// The inspector: each message as a tree, as text and in hex, and what has changed.
	o.Types(escape + escape)
	does("/surr\r", `/surr 1/1`)
	does("\r", `MESSAGE #`)
	for range corpus {
		o.Types("Jjjj ")
	}
	o.Types("r")
	for range corpus {
		o.Types("K")
	}
	o.Types("rJJJJJJ")
	does("rDJJJJJJ", `MESSAGE #`)
	does(escape+"/:149\r", `/:149 1/1|on from the last hit`) // of which a narrow title has one
	does("\rgjjcjy", `MESSAGE #.*`, `bytes sent to`)
	does("!", `value > 149`)
	o.Types(escape)
	does("&", `nofilter`)
	o.Types(escape + "G")
	does(":nofilter\r", `LOG`)

	// The watchlist, the alerts, the picker and the chart.
	if window.columns < 100 {
		o.Types("W")
	} else {
		o.Types("\t")
	}
	does("G", `WATCHLIST +(\d+)/`)
	for range corpus {
		o.Types("kx")
	}
	does("o/own\r", `WATCHLIST`)
	o.Types(escape + escape + "vv%z")
	does("z", `hostile OPEN`)
	does("A", `ALERTS`)
	for range corpus {
		o.Types("j")
	}
	does(escape, `LOG`)
	does("s", `SUBSCRIBE`)
	o.Types("own\x1b[B\x1b[B")
	does(escape, `LOG`)

	// The lines that are typed, with what was pasted.
	does(":alert own\t", `:alert own`)
	o.Types(escape)
	for _, h := range corpus {
		o.Types(":mark \x1b[200~" + strings.ReplaceAll(h.text, "\x1b[201~", "") + "\x1b[201~\r")
	}
	does(":send \x1b[200~"+corpus[turn*5].text+corpus[turn*5+1].text+"日本👩‍👩‍👧‍👦\u202eowned\u0301\u0301\u0301\u0301\x1b[201~\r", `yes`)
	does("n", `LOG`)
	does(":open \x1b[200~"+corpus[turn*5+2].text+"\x1b[201~\r", `no preset`)
	close(more)
	does(":sub \x1b[200~"+pasted+"\x1b[201~\r", `LOG`)
	does("U", `Unsubscribe`)
	does("n", `LOG`)
	written := filepath.Join(t.TempDir(), "log")
	does(":write "+written+"\r", `\d entries written`)

	does("G", `hostile RETRY`)
	o.Types("Q")
	o.Left(0)

	if pictures() < 20 {
		t.Errorf("only %d pictures were drawn in one piece", pictures())
	}
	if text, err := os.ReadFile(written); err != nil || strings.Count(string(text), "owned") < len(corpus) {
		t.Errorf("the written log has not all entries: %v", err)
	}
	for _, fault := range faults(o.Written(), ascii) {
		t.Errorf("the terminal was sent %s", fault)
	}
	for _, h := range corpus {
		if strings.ContainsFunc(h.text, unicode.IsControl) && strings.Contains(o.Written(), h.text) {
			t.Errorf("the terminal was sent %s: %q", h.name, h.text)
		}
	}
	copied := regexp.MustCompile("\x1b\\]52;c;([^\a\x1b]*)").FindAllStringSubmatch(o.Written(), -1)
	if len(copied) != 2 {
		t.Errorf("%d texts were copied, want 2", len(copied))
	}
	for _, c := range copied {
		if _, err := base64.StdEncoding.DecodeString(c[1]); err != nil {
			t.Errorf("%q was copied: %v", c[1], err)
		}
	}
}
