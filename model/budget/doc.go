// Package budget is the budgets, measured: how fast, how small and how quick the program is, each figure beside what was
// promised for it, in one table. It has tests only, and
//
//	go test ./model/budget -run '^$' -bench Budgets -benchtime 1x
//
// prints the table, in about six minutes on two cores. A part of it is measured by name, as in -bench Budgets/keys. What the
// program needs under attack, and for how long a key waits then, is -bench Attack, in about five minutes. What a screen costs by how
// much there is, visible and not, is -bench Growth, in about a minute.
//
// What is measured is the whole way: from a server in a process of its own to the screen, most of it in the built program
// in a pseudo-terminal. A figure that is not met is said to be so, and fails nothing: what a machine can do is not what
// is right. What one package costs as something grows is a benchmark of that package.
package budget
