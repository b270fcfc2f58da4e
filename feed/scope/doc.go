// Package scope is where the templates and matches of a preset find their names while a feed runs: `${symbol}`, `${id}`,
// `${now.ms}`, what the server has sent to be used later, the params and the environment.
//
// A [Scope] is for one message that is sent or matched. [Scopes] has what all of them share on a connection, and makes the scope
// of a subscription, with or without its secrets. A [Saver] reads what `save` of a preset wants of a message. Values are looked up and
// kept here; nothing is sent, and no time is read.
package scope
