package har_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"sockeye/feed/har"
	"sockeye/feed/recording"
)

// write makes a file of a test.
func write(t testing.TB, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// hosts names feeds by a letter of their address.
func hosts(address, named string, n int) (feed, preset string) {
	if named != "" {
		return named, ""
	}
	return fmt.Sprint(strings.TrimSuffix(strings.TrimPrefix(address, "wss://"), "/"), "#", n), ""
}

// all returns the lines of an archive, and what is said about damage between them.
func all(t testing.TB, name string) (text string) {
	t.Helper()
	lines, err := har.OpenLines(name, hosts)
	if err != nil {
		return "ERROR " + strings.TrimPrefix(err.Error(), name+": ")
	}
	defer lines.Close()
	var w recording.Writer
	for {
		line, err := lines.Next()
		switch {
		case errors.Is(err, io.EOF):
			return text
		case errors.As(err, new(*recording.Damage)):
			text += "DAMAGE " + strings.TrimPrefix(err.Error(), name+": ") + "\n"
		case err != nil:
			t.Fatal(err)
		default:
			text += strings.ReplaceAll(string(w.Append(nil, line)), `{"at":"2026-11-26T04:00:0`, `{"`)
		}
	}
}

// archive returns an archive with entries.
func archive(entries ...string) string {
	return `{"log":{"version":"1.2","creator":{"name":"x"},"entries":[` + strings.Join(entries, ",\n") + `]}}`
}

// entry returns an entry of a connection that began at a second of 2026-11-26T04:00, of which more says the rest.
func entry(second, address, more string) string {
	return `{"startedDateTime":"2026-11-26T04:00:0` + second + `Z","request":{"method":"GET","url":"` + address + `"},` + more + `}`
}

// at is 2026-11-26T04:00:00Z in Unix seconds.
const at = 1795665600

func messages(texts ...string) string {
	return `"_webSocketMessages":[` + strings.Join(texts, ",") + `]`
}

func TestArchivesOfAllProgramsAreRead(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"Chrome, with seconds, and the messages before the address": {
			archive(`{"_resourceType":"websocket",` + messages(fmt.Sprintf(`{"type":"send","time":%d.25,"opcode":1,"data":"a\"[{\\"}`, at+1), fmt.Sprintf(`{"type":"receive","time":%d.123456,"opcode":2,"data":"/wA="}`, at+2)) +
				`,"request":{"url":"wss://h/"},"response":{"status":101,"headers":[{"name":"sec-websocket-protocol","value":"p"}]},"startedDateTime":"2026-11-26T04:00:01.2Z","serverIPAddress":"10.0.0.1"}`),
			`{"v":1,"at":"2026-11-26T04:00:01.2Z","feed":"h#1"}
{"1.2Z","feed":"h#1","state":"CONNECTING","url":"wss://h/","address":"10.0.0.1"}
{"1.25Z","feed":"h#1","state":"OPEN","address":"10.0.0.1","subprotocol":"p"}
{"1.25Z","feed":"h#1","dir":"out","text":"a\"[{\\"}
{"2.123456Z","feed":"h#1","dir":"in","op":2,"base64":"/wA="}
`,
		},
		"Playwright, with milliseconds": {
			"\xef\xbb\xbf" + archive(entry("1.2", "wss://h/", messages(fmt.Sprintf(`{"type":"receive","time":%d250.5,"opcode":1,"data":"{\"a\":1}"}`, at+1)))),
			`{"v":1,"at":"2026-11-26T04:00:01.2Z","feed":"h#1"}
{"1.2Z","feed":"h#1","state":"CONNECTING","url":"wss://h/"}
{"1.2505Z","feed":"h#1","state":"OPEN"}
{"1.2505Z","feed":"h#1","dir":"in","json":{"a":1}}
`,
		},
		"mitmproxy, with the address of the HTTP request": {
			archive(entry("0", "https://h/page", `"response":{"status":200}`), entry("1.2", "https://h", `"_resourceType":"websocket",`+messages(fmt.Sprintf(`{"type":"receive","time":%d.25,"opcode":1,"data":"t"}`, at+1)))),
			`{"v":1,"at":"2026-11-26T04:00:01.2Z","feed":"h#1"}
{"1.2Z","feed":"h#1","state":"CONNECTING","url":"wss://h"}
{"1.25Z","feed":"h#1","state":"OPEN"}
{"1.25Z","feed":"h#1","dir":"in","text":"t"}
`,
		},
		"without times": {
			archive(entry("1.2", "wss://h/", messages(`{"type":"receive","time":-1,"opcode":1,"data":"t"}`, `{"type":"receive","opcode":9,"data":""}`))),
			`{"v":1,"at":"2026-11-26T04:00:01.2Z","feed":"h#1"}
{"1.2Z","feed":"h#1","state":"CONNECTING","url":"wss://h/"}
{"1.2Z","feed":"h#1","state":"OPEN"}
{"1.2Z","feed":"h#1","dir":"in","text":"t"}
{"1.2Z","feed":"h#1","ctl":"ping"}
`,
		},
		"no connection": {
			archive(entry("1", "wss://h/", `"response":{"status":403}`), entry("2", "wss://h/", `"response":{"status":-1,"_failureText":"refused"}`)),
			`{"v":1,"at":"2026-11-26T04:00:01Z","feed":"h#1"}
{"1Z","feed":"h#1","state":"CONNECTING","url":"wss://h/"}
{"1Z","feed":"h#1","state":"RETRY","reason":"HTTP 403"}
{"2Z","feed":"h#1","state":"CONNECTING","url":"wss://h/"}
{"2Z","feed":"h#1","state":"RETRY","reason":"refused"}
`,
		},
		"connections after one another, in any order": {
			archive(entry("3", "wss://h/", messages(`{"type":"receive","time":1795665603.5,"opcode":1,"data":"2"}`)),
				entry("1", "wss://h/", messages(`{"type":"receive","time":1795665601,"opcode":1,"data":"1"}`, `{"type":"error","time":1795665602,"opcode":-1,"data":"gone"}`)),
				entry("4", "wss://h/", messages(`{"type":"receive","time":1795665604,"opcode":8,"data":"A+hieWU="}`))),
			`{"v":1,"at":"2026-11-26T04:00:01Z","feed":"h#1"}
{"1Z","feed":"h#1","state":"CONNECTING","url":"wss://h/"}
{"1Z","feed":"h#1","state":"OPEN"}
{"1Z","feed":"h#1","dir":"in","json":1}
{"2Z","feed":"h#1","state":"RETRY","reason":"gone"}
{"3Z","feed":"h#1","state":"CONNECTING","url":"wss://h/"}
{"3.5Z","feed":"h#1","state":"OPEN"}
{"3.5Z","feed":"h#1","dir":"in","json":2}
{"3.5Z","feed":"h#1","state":"RETRY","reason":"the connection has ended"}
{"4Z","feed":"h#1","state":"CONNECTING","url":"wss://h/"}
{"4Z","feed":"h#1","state":"OPEN"}
{"4Z","feed":"h#1","state":"RETRY","code":1000,"reason":"bye"}
`,
		},
		"connections at the same time": {
			archive(entry("1", "wss://h/", messages(`{"type":"receive","time":1795665601,"opcode":1,"data":"1"}`, `{"type":"receive","time":1795665603,"opcode":1,"data":"3"}`)),
				entry("1", "wss://h/", messages(`{"type":"receive","time":1795665602,"opcode":1,"data":"2"}`, `{"type":"receive","time":1795665604,"opcode":1,"data":"4"}`))),
			`{"v":1,"at":"2026-11-26T04:00:01Z","feed":"h#1"}
{"1Z","feed":"h#1","state":"CONNECTING","url":"wss://h/"}
{"v":1,"at":"2026-11-26T04:00:01Z","feed":"h#2"}
{"1Z","feed":"h#2","state":"CONNECTING","url":"wss://h/"}
{"1Z","feed":"h#1","state":"OPEN"}
{"1Z","feed":"h#1","dir":"in","json":1}
{"2Z","feed":"h#2","state":"OPEN"}
{"2Z","feed":"h#2","dir":"in","json":2}
{"3Z","feed":"h#1","dir":"in","json":3}
{"4Z","feed":"h#2","dir":"in","json":4}
`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			if got := all(t, write(t, "a.har", test.text)); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

// TestMessagesMayBeInAFileBesideTheArchive is how Playwright saves them that attaches contents.
func TestMessagesMayBeInAFileBesideTheArchive(t *testing.T) {
	name := write(t, "a.har", archive(entry("1", "wss://h/", `"_resourceType":"websocket","response":{"status":101,"content":{"_file":"../b.jsonl"}}`)))
	if err := os.WriteFile(filepath.Join(filepath.Dir(name), "b.jsonl"), fmt.Appendf(nil, `{"type":"receive","time":%d000,"opcode":1,"data":"1"}
{"type":"receive","time":%d000,"opcode":1,"data":"2"}
`, at+1, at+2), 0o600); err != nil {
		t.Fatal(err)
	}
	want := `{"v":1,"at":"2026-11-26T04:00:01Z","feed":"h#1"}
{"1Z","feed":"h#1","state":"CONNECTING","url":"wss://h/"}
{"1Z","feed":"h#1","state":"OPEN"}
{"1Z","feed":"h#1","dir":"in","json":1}
{"2Z","feed":"h#1","dir":"in","json":2}
`
	if got := all(t, name); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestWhatCannotBeReadIsSaidWithItsPlace(t *testing.T) {
	good := fmt.Sprintf(`{"type":"receive","time":%d,"opcode":1,"data":"t"}`, at+1)
	for name, test := range map[string]struct{ text, want string }{
		"nothing":          {"", "ERROR the file is empty"},
		"no JSON":          {"<html>", "ERROR at byte 0: '<' stands here, and '{' was expected"},
		"another JSON":     {`{"a":[1,{"log":2}]}`, "ERROR this is JSON and no HAR: it has no `log`"},
		"no entries":       {archive(), "ERROR this HAR has no entries"},
		"no list":          {`{"log":{}}`, "ERROR this HAR has no list of `entries` in its `log`"},
		"no WebSocket":     {archive(entry("1", "https://h/", `"_webSocketMessages":null`), entry("1", "data:x", `"a":null`)), "ERROR this HAR has no WebSocket among its 2 entries"},
		"a wrong time":     {archive(`{"startedDateTime":"yesterday","_resourceType":"websocket"}`), `ERROR at byte 58: the startedDateTime of entry 1 is "yesterday", and no time`},
		"cut off at first": {archive(entry("1", "wss://h/", messages(good)))[:90], "ERROR at byte 90: the file ends here, within a value: it is cut off"},
		"a wrong bracket":  {`{"log":{"entries":[{"startedDateTime":]}}`, "ERROR at byte 38: ']' stands here, and a text was expected"},
		"cut off": {archive(entry("1", "wss://h/", messages(good, good)))[:230], `{"1Z","feed":"h#1","dir":"in","text":"t"}
DAMAGE at byte 230: the file ends here, within a value: it is cut off
`},
		"base64 that is none": {archive(entry("1", "wss://h/", messages(good, `{"type":"receive","opcode":2,"data":"a*b="}`, good))),
			`{"1Z","feed":"h#1","dir":"in","text":"t"}
DAMAGE at byte 225: entry 1, message 2: its data is no base64, which it has to be with the opcode 2: illegal base64 data at input byte 1
{"1Z","feed":"h#1","dir":"in","text":"t"}
`},
		"messages that are none": {archive(entry("1", "wss://h/", messages(`7`, `{"type":"x","opcode":1,"data":""}`, `{"type":"send","opcode":3}`, `{"type":"send","opcode":1,"time":1e300}`, good))),
			`DAMAGE at byte 166: entry 1, message 1: this is no message: json: cannot unmarshal number into Go value of type har.message
DAMAGE at byte 168: entry 1, message 2: its type is "x", and not send or receive
DAMAGE at byte 202: entry 1, message 3: its opcode is 3, and that of a text is 1 and of binary data 2
DAMAGE at byte 229: entry 1, message 4: its time is "1e300", which is none
{"v":1,"at":"2026-11-26T04:00:01Z","feed":"h#1"}
{"1Z","feed":"h#1","state":"CONNECTING","url":"wss://h/"}
{"1Z","feed":"h#1","state":"OPEN"}
{"1Z","feed":"h#1","dir":"in","text":"t"}
`},
		"a file that is missing": {archive(entry("1", "wss://h/", `"response":{"status":101,"content":{"_file":"b.jsonl"}}`)),
			"DAMAGE at byte 58: entry 1: its messages are in another file, b.jsonl, which cannot be opened: no such file or directory\n"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := all(t, write(t, "a.har", test.text)); !strings.Contains(got, test.want) {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

// TestMemoryDoesNotGrowWithTheArchive has an archive with a page of 8 MiB and as much of messages.
func TestMemoryDoesNotGrowWithTheArchive(t *testing.T) {
	const size = 8 << 20
	message := fmt.Sprintf(`{"type":"receive","time":%d,"opcode":1,"data":"%s"}`, at+1, strings.Repeat("x", 10_000))
	name := write(t, "a.har", archive(entry("1", "https://h/", `"response":{"content":{"text":"`+strings.Repeat(`\"`, size/2)+`"}}`),
		entry("1", "wss://h/", messages(strings.Repeat(message+",", size/len(message))+message))))
	lines, err := har.Open(name, hosts)
	if err != nil {
		t.Fatal(err)
	}
	defer lines.Close()
	most := uint64(0)
	var before runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for n := 0; ; n++ {
		if _, err := lines.Next(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		if n%400 == 0 {
			runtime.GC()
			var now runtime.MemStats
			runtime.ReadMemStats(&now)
			most = max(most, now.HeapAlloc)
		}
	}
	if most > before.HeapAlloc+1<<20 {
		t.Errorf("%d KiB more than after it was opened", (most-before.HeapAlloc)>>10)
	}
}

// recorded is a recording with all that an archive can hold.
const recorded = `{"v":1,"at":"2026-11-26T04:00:01Z","feed":"k","preset":"k:\n  url: wss://h\n"}
{"at":"2026-11-26T04:00:01Z","feed":"k","state":"CONNECTING","url":"wss://h/?a=b%20c"}
{"at":"2026-11-26T04:00:01.1Z","feed":"k","state":"OPEN","address":"10.0.0.1:443","subprotocol":"p","compression":true}
{"at":"2026-11-26T04:00:01.1Z","feed":"k","dir":"out","symbols":["X"],"id":7,"json":{"sub":"X"}}
{"at":"2026-11-26T04:00:01.123456789Z","feed":"k","dir":"in","text":"a\nb"}
{"at":"2026-11-26T04:00:01.2Z","feed":"other","dir":"in","json":1}
{"at":"2026-11-26T04:00:02Z","feed":"k","dir":"in","op":2,"base64":"/wA="}
{"at":"2026-11-26T04:00:02.5Z","feed":"k","dir":"in","base64":"/w=="}
{"at":"2026-11-26T04:00:03Z","feed":"k","ctl":"ping"}
{"at":"2026-11-26T04:00:03Z","feed":"k","state":"STALE"}
{"at":"2026-11-26T04:00:03Z","feed":"k","dropped":3}
{"at":"2026-11-26T04:00:04Z","feed":"k","state":"RETRY","code":1001,"reason":"bye","retry_in":"1s"}
{"at":"2026-11-26T04:00:05Z","feed":"k","state":"CONNECTING"}
{"at":"2026-11-26T04:00:05.5Z","feed":"k","state":"RETRY","reason":"refused"}
{"at":"2026-11-26T04:00:06Z","feed":"k","state":"CONNECTING"}
{"at":"2026-11-26T04:00:06Z","feed":"k","state":"OPEN"}
{"at":"2026-11-26T04:00:07Z","feed":"k","dir":"in","json":{"n":2}}
`

func TestARecordingIsTheSameAfterItWasAnArchive(t *testing.T) {
	from := write(t, "a.ndjson", recorded)
	var out bytes.Buffer
	done, err := har.Write(&out, "v1", func() (har.Lines, error) { return har.OpenLines(from, nil) }, func(err error) { t.Error(err) })
	if err != nil || done != (har.Written{Connections: 4, Messages: 6, Dropped: 3}) {
		t.Errorf("%+v, %v", done, err)
	}
	var archive struct {
		Log struct {
			Entries []struct {
				Request struct {
					URL         string
					QueryString []struct{ Name, Value string }
				}
				Response struct{ Status int }
			}
		}
	}
	if err := json.Unmarshal(out.Bytes(), &archive); err != nil {
		t.Fatalf("%v in\n%s", err, out.String())
	}
	if e := archive.Log.Entries[0]; e.Request.URL != "wss://h/?a=b%20c" || e.Request.QueryString[0].Value != "b c" || e.Response.Status != 101 {
		t.Errorf("%+v", e)
	}
	// It has no place for states of the data, for what was left out, and for what Sockeye knows of what it sends.
	want := `{"v":1,"at":"2026-11-26T04:00:01Z","feed":"k","preset":"k:\n  url: wss://h\n"}
{"1Z","feed":"k","state":"CONNECTING","url":"wss://h/?a=b%20c","address":"10.0.0.1"}
{"1.1Z","feed":"k","state":"OPEN","address":"10.0.0.1","subprotocol":"p","compression":true}
{"1.1Z","feed":"k","dir":"out","json":{"sub":"X"}}
{"1.123456789Z","feed":"k","dir":"in","text":"a\nb"}
{"v":1,"at":"2026-11-26T04:00:01.2Z","feed":"other"}
{"1.2Z","feed":"other","state":"CONNECTING","url":"ws://recorded.invalid/"}
{"1.2Z","feed":"other","state":"OPEN"}
{"1.2Z","feed":"other","dir":"in","json":1}
{"2Z","feed":"k","dir":"in","op":2,"base64":"/wA="}
{"2.5Z","feed":"k","dir":"in","base64":"/w=="}
{"3Z","feed":"k","ctl":"ping"}
{"4Z","feed":"k","state":"RETRY","code":1001,"reason":"bye"}
{"5Z","feed":"k","state":"CONNECTING","url":"wss://h/?a=b%20c"}
{"5.5Z","feed":"k","state":"RETRY","reason":"refused"}
{"6Z","feed":"k","state":"CONNECTING","url":"wss://h/?a=b%20c"}
{"7Z","feed":"k","state":"OPEN"}
{"7Z","feed":"k","dir":"in","json":{"n":2}}
`
	if got := all(t, write(t, "b.har", out.String())); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func FuzzArchive(f *testing.F) {
	f.Add(archive(entry("1", "wss://h/", messages(`{"type":"receive","time":1,"opcode":1,"data":"\u00e9\\"}`, `{"type":"send","time":1795665603.5,"opcode":2,"data":"AA=="}`))))
	f.Add("\xef\xbb\xbf" + archive(entry("1", "https://h/", `"response":{"status":101,"headers":[{"name":"a","value":"b"}]}`)))
	name := filepath.Join(f.TempDir(), "a.har")
	f.Fuzz(func(t *testing.T, text string) {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		all(t, name)
	})
}
