package preset

import "sockeye/feed/preset/lang"

// This file reads what a preset says to the server, and how it recognises the answers.

// helloStep reads a step, and makes the names that it saves known to what comes after it.
func (r *reader) helloStep(n *node) HelloStep {
	f := r.src.fields(n, "hello")
	var step HelloStep
	wait, send := f.take("wait"), f.take("send")
	switch {
	case n.kind != lang.Map:
	case wait == nil && send == nil:
		r.src.report(n.line, n.column, "add `wait:` or `send:`", "this step of `hello` neither waits nor sends")
	case wait != nil && send != nil:
		r.src.report(n.line, n.column, "make two steps of it", "a step of `hello` either waits or sends")
	}
	for _, name := range []string{"save", "fail"} {
		if n := f.take(name); n != nil && send != nil && wait == nil {
			r.src.report(n.line, n.column, "move it to the step that waits for the answer", "`%s` looks at a message, and this step waits for none", name)
		}
	}
	if send != nil {
		message := r.message(send, atHello)
		step.Send = &message
	}
	step.Wait = r.match(f, "wait", atHelloMatch)
	step.Fail = r.match(f, "fail", atHelloMatch)
	step.Save = r.save(f, r.saves.done)
	r.saves.done = append(r.saves.done, savedBy(n)...)
	f.done()
	return step
}

func (r *reader) subscribe(n *node) *Subscribe {
	f := r.src.fields(n, "subscribe")
	r.hasItem = f.has("item")
	sub := &Subscribe{}
	if n := f.take("item"); n != nil {
		item := r.template(n, atItem)
		sub.Item = &item
	}
	if n := f.need("send"); n != nil {
		sub.Send = r.message(n, atRequest)
		if r.hasItem && !sub.Send.Uses("item", "items") {
			r.src.report(n.line, n.column, "", "nothing uses `item`: put `${items}` or `${item}` into `send`, or leave `item` out")
		}
	}
	sub.Ack = r.match(f, "ack", atAnswer)
	sub.Fail = r.match(f, "fail", atRefusal)
	sub.Reason = f.path("reason")
	sub.Ended = r.match(f, "ended", atRefusal)
	sub.Save = r.save(f, r.saves.done)
	if n := f.take("save"); n != nil && !f.has("ack") {
		r.src.report(n.line, n.column, "add `ack:`", "`save` takes its values from the ack, and there is no `ack`")
	}
	f.count("batch", &sub.Batch)
	if n := f.take("batch"); n != nil && !sub.Send.IsZero() && !sub.Send.Uses("symbols", "items") {
		r.src.report(n.line, n.column, "", "`batch` cuts `${symbols}` or `${items}` into requests, and `send` has neither")
	}
	f.count("limit", &sub.Limit)
	f.done()
	return sub
}

func (r *reader) unsubscribe(n *node) *Unsubscribe {
	f := r.src.fields(n, "unsubscribe")
	un := &Unsubscribe{}
	if n := f.need("send"); n != nil {
		un.Send = r.message(n, atUnrequest)
	}
	un.Ack = r.match(f, "ack", atUnanswer)
	f.done()
	return un
}

func (r *reader) reply(n *node) Reply {
	f := r.src.fields(n, "reply")
	var reply Reply
	f.need("match")
	reply.Match = r.match(f, "match", atMatch)
	if n := f.need("send"); n != nil {
		reply.Send = r.message(n, atReply)
	}
	f.done()
	return reply
}

func (r *reader) keepalive(n *node) *Keepalive {
	f := r.src.fields(n, "keepalive")
	k := &Keepalive{}
	send, ping := f.take("send"), f.take("ping")
	switch {
	case n.kind != lang.Map:
	case send != nil && ping != nil:
		r.src.report(ping.line, ping.column, "", "a keepalive is either a message, `send`, or a WebSocket ping, `ping: true`")
	case send == nil && ping == nil:
		r.src.report(n.line, n.column, "add `send:` or `ping: true`", "this keepalive sends nothing")
	case ping != nil && (ping.kind != lang.Bool || ping.text != "true"):
		r.src.report(ping.line, ping.column, "", "`ping` wants `true`; leave it out otherwise")
	}
	if send != nil {
		message := r.message(send, atKeepalive)
		k.Send = &message
	}
	f.duration("every", &k.Every)
	f.duration("idle", &k.Idle)
	if n.kind == lang.Map && f.has("every") == f.has("idle") {
		r.src.report(n.line, n.column, "", "a keepalive wants one of `every` (since the last keepalive) and `idle` (since anything was sent)")
	}
	f.done()
	return k
}

// message reads a template to send.
func (r *reader) message(n *node, at site) lang.Template {
	if n.kind == lang.Null {
		r.src.wrongKind(n, at.what, "a message")
	}
	return r.template(n, at)
}
