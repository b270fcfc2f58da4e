package session_test

import (
	"strings"
	"testing"
	"time"

	"sockeye/feed/session"
)

const secretive = `
url: ws://127.0.0.1:9232/
headers: {Authorization: "Bearer ${secret:SESSION_TOK}"}
params: {symbols: [A]}
%hello
subscribe: {send: {sub: "${symbol}", key: "${secret:SESSION_TOK}"}}
keepalive: {send: {ping: "${secret:SESSION_TOK}"}, every: 5s}
reply: [{match: {ask: "*"}, send: {answer: "${secret:SESSION_TOK}"}}]
reconnect: {match: [{move: "*"}], url: move%hosts}
events: [{match: {l: "*"}, label: l, value: v, unit: u}]
`

// moved is a conversation with another host, to which the server has sent us.
func moved(t *testing.T, hello, hosts string) *conversation {
	t.Helper()
	t.Setenv("SESSION_TOK", "s3cr3t")
	c := open(t, strings.NewReplacer("%hello", hello, "%hosts", hosts).Replace(secretive))
	c.receive(`{"move":"WS://localhost:9242/other"}`)
	c.s.Lost(c.now, session.End{})
	c.collect()
	c.pass(c.status.RetryAt.Sub(c.now))
	c.sent, c.log = nil, nil
	c.s.Opened(c.now)
	c.collect()
	return c
}

// TestSecretsGoToNoOtherHost: not in a subscribe, a keepalive, a reply or what the operator sends.
func TestSecretsGoToNoOtherHost(t *testing.T) {
	c := moved(t, "", "")
	c.wantLog(`not sent, as localhost:9242 may have no secrets; to allow it, add localhost to reconnect.hosts: {"sub":"A","key":"•••"}`)
	c.receive(`{"ask":1}`)
	c.wantLog(`not sent, as localhost:9242 may have no secrets; to allow it, add localhost to reconnect.hosts: {"answer":"•••"}`)
	c.pass(6 * time.Second)
	c.wantLog(`not sent, as localhost:9242 may have no secrets; to allow it, add localhost to reconnect.hosts: {"ping":"•••"}`)
	if err := c.s.Send(c.now, "my s3cr3t"); err != nil {
		t.Fatal(err)
	}
	c.collect()
	c.wantLog("not sent, as localhost:9242 may have no secrets; to allow it, add localhost to reconnect.hosts: my •••")
	if len(c.sent) > 0 {
		t.Errorf("sent %q", c.sent)
	}
	if err := c.s.Send(c.now, "hello"); err != nil {
		t.Fatal(err)
	}
	c.collect()
	c.wantSent("hello")
}

func TestSecretsGoToHostsThatThePresetNames(t *testing.T) {
	c := moved(t, "", ", hosts: [localhost]")
	c.wantSent(`{"sub":"A","key":"s3cr3t"}`)
}

// TestHelloWithASecretGoesBackToTheOwnHost, because nothing can be subscribed without it.
func TestHelloWithASecretGoesBackToTheOwnHost(t *testing.T) {
	c := moved(t, "hello: [{send: {auth: \"${secret:SESSION_TOK}\"}}]", "")
	if len(c.sent) > 0 || c.hangups == 0 {
		t.Errorf("sent %q, %d hang-ups", c.sent, c.hangups)
	}
	c.wantLog(`not sent, as localhost:9242 may have no secrets; to allow it, add localhost to reconnect.hosts: {"auth":"•••"}`)
	c.s.Lost(c.now, session.End{})
	c.collect()
	c.pass(c.status.RetryAt.Sub(c.now))
	c.wantLog("connecting to ws://127.0.0.1:9232/")
}

// TestLabelsAndUnitsHoldNoSecrets, those of a subscription neither.
func TestLabelsAndUnitsHoldNoSecrets(t *testing.T) {
	t.Setenv("SESSION_TOK", "hunter2-pässw0rd")
	t.Setenv("SESSION_ID", "abc")
	c := open(t, `
url: ws://127.0.0.1:1/
params: {symbols: ["${secret:SESSION_TOK}", "x-${secret:SESSION_ID}"]}
subscribe: {send: {op: sub, s: "${symbol}"}}
unsubscribe: {send: {op: unsub, s: "${symbol}"}}
events:
  - {match: {l: "*"}, label: l, value: v, unit: u}
  - {match: {of: "*"}, sub: {of: "${symbol}"}, unit: "=${symbol}", text: "= says ${symbol}"}
`)
	c.wantSent(`{"op":"sub","s":"hunter2-pässw0rd"}`, `{"op":"sub","s":"x-abc"}`)
	if log := strings.Join(c.log, "\n"); !strings.Contains(log, `{"op":"sub","s":"•••"}`) || !strings.Contains(log, `{"op":"sub","s":"x-•••"}`) {
		t.Errorf("the log says %s", log)
	}
	c.receive(`{"l":"hunter2-p\u00e4ssw0rd","v":1,"u":"hunter2-pässw0rd"}`, `{"l":"a hunter2-p%c3%a4ssw0rd","v":2}`, `{"l":"x-abc","v":2}`)
	if c.labels.Len() != 3 {
		t.Fatalf("labels %+v", c.labels)
	}
	for i, want := range []string{"•••", "x-•••", "a •••"} {
		if r := c.labels.At(int32(i)); r.Name != want || strings.Contains(r.Symbol+r.Unit+r.Reason, "w0rd") || strings.Contains(r.Symbol, "abc") {
			t.Errorf("row %+v, want label %s", r, want)
		}
	}
	c.receive(`{"of":"x-abc"}`)
	c.wantLog(" says x-•••")
	if unit := c.labels.At(1).Unit; unit != "x-•••" {
		t.Errorf("unit %s", unit)
	}
	if err := c.s.Unsubscribe(c.now, "x-•••"); err != nil {
		t.Fatal(err)
	}
	c.collect()
	c.wantSent(`{"op":"unsub","s":"x-abc"}`)
}

func TestAnAddressThatIsRefusedIsNotDialled(t *testing.T) {
	t.Setenv("SESSION_TOK", "s3cr3t")
	for to, want := range map[string]string{
		"ws://other/?token=s3cr3t": "not going to ws://other/?token=•••, where the server sends us: it holds a secret",
		"http://other/":            "not going to http://other/",
		"ws://u:p@other/":          "it is no address of a feed",
		"nonsense":                 "it is no address of a feed",
	} {
		c := open(t, strings.NewReplacer("%hello", "", "%hosts", "").Replace(secretive))
		c.receive(`{"move":"` + to + `"}`)
		c.wantLog(want)
		c.s.Lost(c.now, session.End{})
		c.collect()
		c.pass(c.status.RetryAt.Sub(c.now))
		c.wantLog("connecting to ws://127.0.0.1:9232/")
	}
}

// TestTheFirstWaitAfterARestartIsLong, as the server has said that it restarts or has too much to do.
func TestTheFirstWaitAfterARestartIsLong(t *testing.T) {
	for code, long := range map[int]bool{1012: true, 1013: true, 1011: false, 1006: false} {
		c := begin(t, "kraken")
		c.s.Opened(c.now)
		if got := c.waits(session.End{Code: code}); (got > 7*time.Second) != long {
			t.Errorf("%d waits %v", code, got)
		}
	}
}

func TestSecretsStayOutOfTheLog(t *testing.T) {
	c := open(t, `
url: ws://127.0.0.1:1/?t=${secret:TOKEN}
params: {symbols: [A]}
hello: [{send: {auth: "${secret:TOKEN}"}}, {wait: {ok: 1}, fail: {no: "*"}}]
subscribe: {send: {sub: "${symbol}", token: "${secret:TOKEN}"}}
`)
	c.receive(`{"ok":1}`)
	c.wantSent(`{"auth":"hush-TOKEN"}`, `{"sub":"A","token":"hush-TOKEN"}`)
	if all := strings.Join(c.log, "\n"); strings.Contains(all, "hush") {
		t.Errorf("a secret is in the log: %s", all)
	}
	c.wantLog(`{"sub":"A","token":"•••"}`)
	c.s.Lost(c.now, session.End{})
	c.pass(time.Second)
	c.s.Opened(c.now)
	c.collect()
	c.receive(`{"no":"bad token hush-TOKEN"}`)
	if !strings.Contains(c.status.Reason, "bad token •••") {
		t.Errorf("a secret is in the reason: %s", c.status.Reason)
	}
}

// TestASubscriptionThatMayNotGoToAHostIsNotSent, and says so: nothing comes before the feed is on its own host again.
func TestASubscriptionThatMayNotGoToAHostIsNotSent(t *testing.T) {
	c := moved(t, "", "")
	c.wantLabels("A not sent localhost:9242 may have no secrets")
	c.s.Lost(c.now, session.End{})
	c.collect()
	c.wantLabels("A not sent localhost:9242 may have no secrets")
}
