package reference

// Topics are what holds in more than one place of a preset.
func Topics() []Topic {
	return []Topic{
		{
			Name: "match", Title: "Matches",
			Doc: "A map `{path: expected}` matches a message if **all** of its entries hold; a list of maps if **any** of them does. A text alone is compared with the whole message as it came: `heartbeat: [pong]`.\n\n" +
				"- `type: trade`: a text, a number, `true` or `false`, compared as text: `64008` is also `\"64008\"`.\n" +
				"- `type: [trade, quote]`: any of them.\n" +
				"- `type: \"/^ohlc-/\"`: a regular expression (RE2) that is found in it; without `^` and `$` anywhere.\n" +
				"- `type: \"*\"`: anything but nothing and `null`.\n" +
				"- `type: null`: nothing, or `null`.\n" +
				"- `ch: \"trades.${symbol}\"`: what the placeholder stands for, and never as a regular expression.\n\n" +
				"An object or a list is compared by its parts: `a.b: 1`, and not `a: {b: 1}`.",
		},
		{
			Name: "path", Title: "Paths",
			Doc: "`data.0.price` goes by names and by indexes, `-1` is the last element of a list; `\\.` is a dot in a name. Paths start at the whole message; inside an event they start at the record that `each` has picked, and `$.` starts at the message" +
				" there (`$` is all of it). `*` is for `each` alone.",
		},
		{
			Name: "placeholder", Title: "Placeholders",
			Doc: "`${name}` stands in any value, not in keys, and in quotes: YAML needs them. One that is the whole value keeps its kind: `\"${id}\"` sends 7, `\"${symbols}\"` a list; in a text it is text, a list with commas. `${id|str}` is a text always.\n\n" +
				"- `${symbol}`, `${symbols}`, `${item}`, `${items}`: what is asked for.\n" +
				"- `${id}`: counts from 1 on each connection, a new number for every message that has it. In `ack`, `fail`, `ended` and `sub` it is that of the subscription's own request; `${sub.id}` is the same in `unsubscribe`.\n" +
				"- `${now.ms}`, `${now.s}`: the time at which it is sent.\n" +
				"- `${msg.PATH}`: a value of the message, in `reply` and `events`.\n" +
				"- `${env:NAME}`, `${secret:NAME}`, `${secret:@FILE}`: see the environment.\n" +
				"- `${demo}`: the address of the exchange inside Sockeye.\n" +
				"- any name under `params`, and any that `save` keeps.",
		},
		{
			Name: "environment", Title: "Environment, files and secrets",
			Doc: "`${env:NAME}` and `${secret:NAME}` are read from the environment and `${secret:@FILE}` from a file when a preset is opened, and not before: `check` warns of what is not set. A secret that is empty is not set. One line break at the end of a variable" +
				" is cut, and all at the end of a file; a secret has 8 KiB at most, and a path without `/` in front is as seen from where Sockeye was started. The files of `tls` are read for each attempt to connect. What `-p` replaces is not read.\n\n" +
				"A secret is `•••` wherever it would be seen, also escaped or in base64, if it has six characters or more; a shorter one only in the place where the preset has it. Secrets go to the host and port of `url` alone, or to `reconnect.hosts`;" +
				" what holds one is not sent elsewhere, and the log says so.\n\n" +
				"The configuration is the file of `--config`, else of `$SOCKEYE_CONFIG`, else `$XDG_CONFIG_HOME/sockeye/config.yaml`, laid over the built-in one: a preset of the same name replaces the built-in one as a whole. 1 MiB of a file is read at most, and a file may be a pipe.",
		},
		{
			Name: "order", Title: "What becomes of a message",
			Doc: "In this order: `frames`, `seq`, `reply`, `heartbeat`, `reconnect.match`, `hello`, the answers of `subscribe` and `unsubscribe`, `status`, `events`. Numbering and replies end nothing; of the others the first one that fits ends it, so a heartbeat is no event." +
				" Within `events` every rule that matches is applied.",
		},
		{
			Name: "subscription", Title: "The life of a subscription",
			Doc: "A request is sent, and the subscription is *pending* until there is an answer or data; without either for `answer` it has *no answer*. It is *subscribed* by its ack, and *live* by its first event. It is *stale* without events for `stale`, and live again with the next.\n\n" +
				"- *Rejected*, by `fail`: asked for again on the next connection, after all others and one by one, unless the server hung up within 10 seconds of asking; `r` asks at once.\n" +
				"- *Ended*, by `ended` or a `fail` on a live one: asked for again on the next connection with all others, or with `r`.\n" +
				"- Events within a second after it was rejected, ended or given up were on their way; later ones show that the server still sends them.\n" +
				"- What `save` keeps and every `${id}` end with the connection. What is wanted stays, and is subscribed anew.",
		},
		{
			Name: "value", Title: "Numbers, times, durations, sizes",
			Doc: "- Numbers of a feed may be JSON numbers, text, hexadecimal (`0x1F`), or `on`, `off`, `true`, `false` in either case. They are shown with the digits that the feed gave.\n" +
				"- Times may be numbers in seconds, milliseconds, microseconds or nanoseconds, known by their size; RFC 3339 and ISO 8601 with or without separators and zone; or RFC 1123.\n" +
				"- Durations have a unit: `500ms`, `10s`, `1m30s`, `2h`, `1d`; sizes too: `512B`, `64KiB`, `16MiB`, `5MB`; rates are `5/s`.",
		},
		{
			Name: "exchange", Title: "Files for `check --frames`",
			Doc: "A frame a line: `< ` before one that the server sends, `> ` before one that a client sends, both JSON. `<~ ` and `>~ ` are before other text, with `\\x1e`, `\\0`, `\\n` and `\\r` written out: `<~ {\"type\":6}\\x1e`." +
				" A line that begins with `#` is a comment. The lines need not be one conversation. A recording, or a folder of them, may stand in the place of the file.",
		},
	}
}

// FindTopic returns the topic of a word.
func FindTopic(word string) (Topic, bool) {
	for _, t := range Topics() {
		if t.Name == word {
			return t, true
		}
	}
	return Topic{}, false
}
