package serve

import (
	"strings"
	"testing"

	"sockeye/feed/feedtest"
)

// quotes is what a server says to a client that subscribes to A and B.
func quotes(more ...feedtest.Step) feedtest.Conversation {
	return append(feedtest.Conversation{
		feedtest.Expect(`{"sub":"A"}`), feedtest.Expect(`{"sub":"B"}`),
		feedtest.Send(`{"ok":"A"}`), feedtest.Send(`{"ok":"B"}`),
		feedtest.Send(`{"s":"A","p":1.5}`), feedtest.Send(`{"s":"B","p":2.5}`),
	}, more...)
}

// TestScreensShareOneConnection, and who joins sees what was before: the script has one connection, and a second one would fail
// the test.
func TestScreensShareOneConnection(t *testing.T) {
	t.Parallel()
	x := feedtest.New(t, quotes())
	f := begin(t, presets(map[string]string{"alpha": x.URL()}), []string{"alpha"})
	alice := f.logIn("alice", nil, "")
	alice.sees("alpha OPEN", `A +1\.5`, `B +2\.5`)
	bob := f.logIn("bob", nil, "alpha")
	bob.sees("alpha OPEN", `A +1\.5`, `B +2\.5`)
	bob.types("p")
	bob.sees("FROZEN")
	alice.types("q")
	alice.sees("Leave Sockeye")
	alice.types("y")
	alice.gone(0)
	if changed := alice.Changed(); len(changed) > 0 {
		t.Errorf("the terminal is left with %v", changed)
	}
	bob.types("p")
	bob.sees("alpha OPEN")
	again := f.logIn("alice", nil, "")
	again.sees(`A +1\.5`)
}

func TestPipesHaveTheirExitCodes(t *testing.T) {
	t.Parallel()
	f := begin(t, demoConfig(t, "?rate=100"), []string{"demo"})
	client := f.mustDial("ops", nil)
	for _, test := range []struct {
		request     string
		code        int
		out, errors string // what is in them
	}{
		{"tail demo --count 5", 0, `"label":"XBT/USD"`, ""},
		{"tail demo --count 5 --plain", 0, "demo", ""},
		{"tail demo --label none --for 100ms", 3, "", "no event in 100ms"},
		{"tail demo --lossless", 2, "", "--lossless is not served"},
		{"tail demo --raw --plain", 2, "", "--raw knows frames only"},
		{"tail nothing", 2, "", "no preset nothing"},
		{"tail", 2, "", "which feed?"},
		{"tail wss://example.org", 2, "", "addresses are not allowed here"},
		{"probe demo --within 10s --json", 0, `"ok":true`, ""},
		{"probe demo --nagios", 0, "OK - ", ""},
		{"probe demo demo", 2, "", "which feed?"},
		{"status", 0, " OPEN ", ""},
		{"help", 0, "ssh -t HOST", ""},
		{"demo", 2, "", "RequestTTY"},
		{"demo; rm -rf /", 2, "", "unknown shorthand flag"},
		{"sh -c ls", 2, "", "unknown shorthand flag"},
		{"tail 'demo", 2, "", "not whole"},
		{strings.Repeat("x ", 3000), 2, "", "more than 4096 bytes"},
	} {
		out, errors, code := f.pipe(client, test.request)
		if code != test.code || !strings.Contains(out, test.out) || !strings.Contains(errors, test.errors) {
			t.Errorf("%.40s: %d\n%s\n%s", test.request, code, out, errors)
		}
	}
	f.audited(`"act":"probe","feed":"demo"`)
}

// TestNothingButSessionsIsServed: no shell, no files, no forwarding, no agent.
func TestNothingButSessionsIsServed(t *testing.T) {
	t.Parallel()
	f := begin(t, demoConfig(t, ""), []string{"demo"})
	client := f.mustDial("ops", nil)
	if _, err := client.Dial("tcp", f.address); err == nil {
		t.Error("a port is forwarded")
	}
	if _, err := client.Listen("tcp", "127.0.0.1:0"); err == nil {
		t.Error("a port is forwarded back")
	}
	s, err := client.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.RequestSubsystem("sftp"); err == nil {
		t.Error("there are files")
	}
	for _, request := range []string{"auth-agent-req@openssh.com", "x11-req", "break", "unheard-of"} {
		if ok, _ := s.SendRequest(request, true, nil); ok {
			t.Errorf("%s is accepted", request)
		}
	}
	for name, accepted := range map[string]bool{"LANG": true, "LC_ALL": true, "COLORTERM": true, "LD_PRELOAD": false, "SOCKEYE_CONFIG": false} {
		if err := s.Setenv(name, "x"); (err == nil) != accepted {
			t.Errorf("%s is accepted: %v", name, err == nil)
		}
	}
}
