package preset

import (
	"sockeye/feed/preset/lang"
	"sockeye/feed/preset/yamldoc"
)

// This file reads what a preset says to the server, and how it recognises the answers.

// helloStep reads a step, and makes the names that it saves known to what comes after it.
func (r *reader) helloStep(n *yamldoc.Node) HelloStep {
	f := r.src.Fields(n, "hello")
	var step HelloStep
	wait, send := f.Get("wait"), f.Get("send")
	switch {
	case n.Kind != lang.Map:
	case wait == nil && send == nil:
		r.src.Report(n.Line, n.Column, "add `wait:` or `send:`", "this step of `hello` neither waits nor sends")
	case wait != nil && send != nil:
		r.src.Report(n.Line, n.Column, "make two steps of it", "a step of `hello` either waits or sends")
	}
	for _, name := range []string{"save", "fail"} {
		if n := f.Get(name); n != nil && send != nil && wait == nil {
			r.src.Report(n.Line, n.Column, "move it to the step that waits for the answer", "`%s` is about a message, and this step waits for none", name)
		}
	}
	if send != nil {
		message := r.texts.message(send, atHello)
		step.Send = &message
	}
	step.Wait = r.texts.match(f, "wait", atHelloMatch)
	step.Fail = r.texts.match(f, "fail", atHelloMatch)
	step.Save = r.save(f, r.texts.saves.done)
	r.texts.saves.done = append(r.texts.saves.done, savedBy(n)...)
	f.Done()
	return step
}

func (r *reader) subscribe(n *yamldoc.Node) *Subscribe {
	f := r.src.Fields(n, "subscribe")
	r.texts.hasItem = f.Has("item")
	sub := &Subscribe{}
	if n := f.Get("item"); n != nil {
		item := r.texts.template(n, atItem)
		sub.Item = &item
	}
	if n := f.Need("send"); n != nil {
		sub.Send = r.texts.message(n, atRequest)
		if r.texts.hasItem && !sub.Send.Uses("item", "items") {
			r.src.Report(n.Line, n.Column, "", "nothing uses `item`: put `${items}` or `${item}` into `send`, or leave `item` out")
		}
	}
	sub.Ack = r.texts.match(f, "ack", atAnswer)
	sub.Fail = r.texts.match(f, "fail", atRefusal)
	sub.Reason = r.texts.path(f, "reason")
	sub.Ended = r.texts.match(f, "ended", atRefusal)
	sub.Save = r.save(f, r.texts.saves.done)
	if n := f.Get("save"); n != nil && !f.Has("ack") {
		r.src.Report(n.Line, n.Column, "add `ack:`", "`save` reads its values from the ack, and there is no `ack`")
	}
	f.Count("batch", &sub.Batch)
	if n := f.Get("batch"); n != nil && !sub.Send.IsZero() && !sub.Send.Uses("symbols", "items") {
		r.src.Report(n.Line, n.Column, "", "`batch` cuts `${symbols}` or `${items}` into requests, and `send` has neither")
	}
	f.Count("limit", &sub.Limit)
	f.Done()
	return sub
}

func (r *reader) unsubscribe(n *yamldoc.Node) *Unsubscribe {
	f := r.src.Fields(n, "unsubscribe")
	un := &Unsubscribe{}
	if n := f.Need("send"); n != nil {
		un.Send = r.texts.message(n, atUnrequest)
	}
	un.Ack = r.texts.match(f, "ack", atUnanswer)
	f.Done()
	return un
}

func (r *reader) reply(n *yamldoc.Node) Reply {
	f := r.src.Fields(n, "reply")
	var reply Reply
	f.Need("match")
	reply.Match = r.texts.match(f, "match", atMatch)
	if n := f.Need("send"); n != nil {
		reply.Send = r.texts.message(n, atReply)
	}
	f.Done()
	return reply
}

func (r *reader) keepalive(n *yamldoc.Node) *Keepalive {
	f := r.src.Fields(n, "keepalive")
	k := &Keepalive{}
	send, ping := f.Get("send"), f.Get("ping")
	switch {
	case n.Kind != lang.Map:
	case send != nil && ping != nil:
		r.src.Report(ping.Line, ping.Column, "", "a keepalive is either a message, `send`, or a WebSocket ping, `ping: true`")
	case send == nil && ping == nil:
		r.src.Report(n.Line, n.Column, "add `send:` or `ping: true`", "this keepalive sends nothing")
	case ping != nil && (ping.Kind != lang.Bool || ping.Text != "true"):
		r.src.Report(ping.Line, ping.Column, "", "`ping` must be `true`; leave it out otherwise")
	}
	if send != nil {
		message := r.texts.message(send, atKeepalive)
		k.Send = &message
	}
	f.Duration("every", &k.Every)
	f.Duration("idle", &k.Idle)
	if n.Kind == lang.Map && f.Has("every") == f.Has("idle") {
		r.src.Report(n.Line, n.Column, "", "a keepalive has one of `every` (since the last keepalive) and `idle` (since anything was sent)")
	}
	f.Done()
	return k
}

// message reads a template to send.
func (t *texts) message(n *yamldoc.Node, at site) lang.Template {
	if n.Kind == lang.Null {
		t.src.WrongKind(n, at.what, "a message")
	}
	return t.template(n, at)
}
