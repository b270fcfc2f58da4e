package reference

func frames() []Key {
	return []Key{
		{
			Name: "frames", Kind: Map,
			Doc:     "What has to be done to a frame before its messages are matched, in this order: `decompress`, `split`, `prefix`, `json_in`. JSON needs nothing, in text frames and in binary ones.",
			Example: `frames: {split: "\n"}`,
			Keys: []Key{
				{
					Name: "split", Kind: Text,
					Doc: "What stands between the messages of one frame: each piece is a message of its own, with a place of its own in the log and in the numbering. An empty piece, as after a separator at the end," +
						" only shows that the server is alive. It adds nothing to what we send: see `end`.",
					Example: `frames: {split: "\x1e", end: "\x1e"}`,
				},
				{Name: "end", Kind: Text, Doc: "Put at the end of every message that we send, the texts of `send` included.", Example: `frames: {split: "\x1e", end: "\x1e"}`},
				{
					Name: "prefix", Kind: Regexp,
					Doc:     "What stands before the JSON, from `^` on, with a group. The message is matched as `{$prefix: GROUP, $body: JSON}`; one that is nothing but the prefix is matched by its text as well.",
					Example: `frames: {prefix: '^(\d+)'}`,
				},
				{Name: "json_in", Kind: Paths, Doc: "Places whose text is JSON itself. It is decoded if it is a list or an object, and stays text if not.", Example: `frames: {json_in: [payload]}`},
				{Name: "decompress", Kind: OneOf("gzip", "zlib", "zstd"), Doc: "How the server compresses its frames. A frame that is not compressed is read as it is.", Example: `frames: {decompress: gzip}`},
			},
		},
		{
			Name: "seq", Kind: Map,
			Doc: "How the feed numbers its messages, so that lost ones are noticed. It is checked before heartbeats are recognised, which some feeds number too, and begins anew on each connection. Of `step`, `prev` and" +
				" `from` one may be there; with none the numbers must only increase. A number that is missing among the last thousand and comes after all is late and lost no more; any other step back is a restart.",
			Example: `seq: {at: sequence_num, step: 1}`,
			Keys: []Key{
				{Name: "match", Kind: Match, Doc: "Which messages are numbered. Without it, all that have `at`.", Example: `seq: {at: u, step: 1, match: {type: update}}`},
				{Name: "at", Kind: Path, Need: true, Doc: "Where the number is, from the whole message on.", Example: `seq: {at: sequence_num, step: 1}`},
				{Name: "step", Kind: Count, Doc: "Each number is so much more than the one before.", Example: `seq: {at: n, step: 1}`},
				{Name: "prev", Kind: Path, Doc: "Where the number of the message before is. It need be no number.", Example: `seq: {at: id, prev: last_id}`},
				{Name: "from", Kind: Path, Doc: "Where the first number of the range is that a message covers, and whose last one is at `at`.", Example: `seq: {at: u, from: U}`},
				{Name: "per", Kind: OneOf("connection", "label"), Default: "connection", Doc: "Whether all messages are numbered together, or those of each label.", Example: `seq: {at: n, step: 1, per: label}`},
			},
		},
	}
}

func talking() []Key {
	return []Key{
		{
			Name: "hello", Kind: Maps,
			Doc: "What happens on every connection before anything is subscribed: steps that send a message, or wait for one. A message counts for the step that waits, and for no later one; others are handled as ever." +
				" All of it must be over within `connect_timeout`.",
			Example: `hello: [{wait: {type: hello}}, {send: {type: auth, token: "${secret:TOKEN}"}}, {wait: {type: welcome}, save: {session: id}, fail: {type: refused}}]`,
			Keys: []Key{
				{Name: "wait", Kind: Match, Doc: "The message to wait for.", Example: `hello: [{wait: {type: welcome}}]`},
				{Name: "send", Kind: Message, Doc: "The message to send. A step either waits or sends.", Example: `hello: [{send: {type: auth, token: "${secret:TOKEN}"}}]`},
				{Name: "save", Kind: NamedPaths, Doc: "Keeps values of the message that was waited for: `${session}` in everything after that, until the connection ends. 64 KiB at most.", Example: `hello: [{wait: {type: welcome}, save: {session: id}}]`},
				{Name: "fail", Kind: Match, Doc: "A message that came instead: the feed is FAILED until `R`.", Example: `hello: [{wait: {type: welcome}, fail: {type: refused}}]`},
			},
		},
		{
			Name: "subscribe", Kind: Map,
			Doc:     "How a subscription is asked for, and how answers are recognised. Without it the feed sends without being asked. Data is an answer as well: a subscription whose data comes is live, whatever the server says of it.",
			Example: `subscribe: {send: {op: sub, ch: "${symbol}"}, ack: {op: ok, ch: "${symbol}"}, fail: {op: error, ch: "${symbol}"}, reason: message}`,
			Keys: []Key{
				{
					Name: "send", Kind: Message, Need: true,
					Doc: "The request. With `${symbols}` or `${items}` anywhere in it, it is one for all; with `${symbol}` or `${item}` one for each. A list of maps or of lists is several messages; any other list is one. A text is sent as it is," +
						" and anything else as JSON with the keys in the order written.",
					Example: `subscribe: {send: {op: sub, ch: "${symbols}", id: "${id}"}}`,
				},
				{Name: "item", Kind: Message, Doc: "What a symbol is in the request, where it is more than its name: `${item}`, and `${items}` for the list of them.", Example: `subscribe: {item: {ch: tickers, inst: "${symbol}"}, send: {op: sub, args: "${items}"}}`},
				{
					Name: "ack", Kind: Match,
					Doc: "The answer that agrees. It counts for a request that is open, and once. One with `${symbol}`, `${id}` or a name that `save` keeps answers the subscription that it names; one without any of them answers everything that waits for an answer." +
						" Without `ack` a subscription is subscribed as soon as its request is sent.",
					Example: `subscribe: {send: {op: sub, ch: "${symbol}"}, ack: {op: ok, ch: "${symbol}"}}`,
				},
				{
					Name: "fail", Kind: Match,
					Doc: "The answer that refuses: the subscription is rejected. One without `${symbol}`, `${id}` or a saved name is taken for the answer to the oldest request that has none, and rejects all of it; the data or the ack of a symbol corrects that." +
						" The `${id}` of a request of several means those of them that have no answer yet. One that names a subscription that is live ends it.",
					Example: `subscribe: {send: {op: sub, ch: "${symbol}", id: "${id}"}, fail: {error: "*", id: "${id}"}}`,
				},
				{Name: "reason", Kind: Path, Doc: "Where a refusal or an end says why; `$` is the whole message.", Example: `subscribe: {send: {op: sub, ch: "${symbol}"}, fail: {op: error}, reason: error.message}`},
				{
					Name: "ended", Kind: Match,
					Doc:     "A message by which the server ends a subscription that it had agreed to. It stays ended, says why, and is asked for again with `r` and on the next connection; data that comes more than a second later shows that it has not ended.",
					Example: `subscribe: {send: {op: sub, ch: "${symbol}"}, ended: {op: delisted, ch: "${symbol}"}}`,
				},
				{Name: "save", Kind: NamedPaths, Doc: "Keeps values of the ack for its subscription: `${chan}` in `fail`, `ended`, `unsubscribe` and `sub`, until the connection ends. 1 KiB at most.", Example: `subscribe: {send: {op: sub, ch: "${symbol}"}, ack: {op: ok, ch: "${symbol}"}, save: {chan: chanId}}`},
				{Name: "batch", Kind: Count, Doc: "Symbols in one request at most; without it, all.", Example: `subscribe: {send: {op: sub, ch: "${symbols}"}, batch: 50}`},
				{Name: "limit", Kind: Count, Doc: "Subscriptions on one connection at most; without it, any number.", Example: `subscribe: {send: {op: sub, ch: "${symbol}"}, limit: 25}`},
			},
		},
		{
			Name: "unsubscribe", Kind: Map,
			Doc:     "How a subscription is given up. Without it, what is subscribed stays so until the connection ends.",
			Example: `unsubscribe: {send: {op: unsub, ch: "${symbol}"}, ack: {op: gone, ch: "${symbol}"}}`,
			Keys: []Key{
				{Name: "send", Kind: Message, Need: true, Doc: "The message. `${sub.id}` is the `${id}` of the request by which it was subscribed, `${id}` is a new one.", Example: `unsubscribe: {send: {op: unsub, id: "${id}", sub: "${sub.id}"}}`},
				{Name: "ack", Kind: Match, Doc: "The answer that confirms it; `${id}` is that of the message that was sent. Without it, it counts as confirmed when it is sent.", Example: `unsubscribe: {send: {op: unsub, ch: "${symbol}"}, ack: {op: gone, ch: "${symbol}"}}`},
			},
		},
		{
			Name: "answer", Kind: Duration, Default: "10s",
			Doc:     "A request that has neither an answer nor data after this long is said, in the log, the row and the header.",
			Example: `answer: 30s`,
		},
		{
			Name: "reply", Kind: Maps,
			Doc:     "What a server that asks is answered. It goes out before what waits for `rate`, and the message is handled further: it may be a heartbeat as well.",
			Example: `reply: [{match: {ping: "*"}, send: {pong: "${msg.ping}"}}]`,
			Keys: []Key{
				{Name: "match", Kind: Match, Need: true, Doc: "The question.", Example: `reply: [{match: {type: ping}, send: {type: pong}}]`},
				{Name: "send", Kind: Message, Need: true, Doc: "The answer. `${msg.PATH}` is what the question has there.", Example: `reply: [{match: {ping: "*"}, send: {pong: "${msg.ping}"}}]`},
			},
		},
		{
			Name: "keepalive", Kind: Map,
			Doc: "What we send so that the server, or something in between, does not hang up. What comes back is an ordinary message: match it under `heartbeat` if it only shows that the server is alive, or under `events` if the keepalive is a poll" +
				" that brings data. `${id}` counts on with each of them, and has no value in `heartbeat`: match what every answer has, such as `{id: \"*\", result: null}`.",
			Example: `keepalive: {send: {op: ping, id: "${id}"}, every: 30s}`,
			Keys: []Key{
				{Name: "send", Kind: Message, Doc: "The message. A keepalive has `send` or `ping`.", Example: `keepalive: {send: ping, idle: 20s}`},
				{Name: "ping", Kind: True, Doc: "Send a WebSocket ping. A connection whose ping has no pong when the next one is due is dead.", Example: `keepalive: {ping: true, every: 30s}`},
				{Name: "every", Kind: Duration, Doc: "How long after the last keepalive. A keepalive has `every` or `idle`.", Example: `keepalive: {ping: true, every: 30s}`},
				{Name: "idle", Kind: Duration, Doc: "How long after anything was sent.", Example: `keepalive: {send: ping, idle: 20s}`},
			},
		},
		{
			Name: "heartbeat", Kind: Match,
			Doc:     "Messages that only show that the server is alive: counted and timed, and kept out of the log (`:hb show` shows them). They reset `silence` and not `stale`.",
			Example: `heartbeat: [{event: [heartbeat, pong]}, pong]`,
		},
		{
			Name: "status", Kind: Match,
			Doc:     "Messages about the server itself. They are in the log as such.",
			Example: `status: [{event: systemStatus}]`,
		},
		{
			Name: "silence", Kind: Duration,
			Doc: "No frame for so long, pings, pongs and heartbeats included: the connection is dead, and is made anew. It runs while something is subscribed or asked for, and always where there is no `subscribe`." +
				" Without it, TCP and the answers to our own pings decide.",
			Example: `silence: 30s`,
		},
	}
}
