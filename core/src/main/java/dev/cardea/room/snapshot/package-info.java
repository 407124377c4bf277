/**
 * Tables over a path that loses: each tick a datagram of bounded size, rows against what that
 * member is known to have. Nothing is sent again as it was; what is sent is what is now.
 *
 * <pre>
 *  datagram   block*                                        one for each table with news
 *  block      varint table | row* | varint 0
 *  row        varint gap+1 &lt;&lt; 2 | kind | fields              slots rise, gap: those left out
 *  PUT        zigzag key | all components
 *  CHANGE     varint age | varint mask | those components   against the row of so many ticks ago
 *  GONE       nothing
 * </pre>
 *
 * <p>A row is written against the newest version of it that the member has acknowledged, which need
 * not be of the same tick for all rows, since a datagram has only those that fit. The member says
 * which datagrams it has: the newest, and a bit for each of the 32 before it.
 */
@NullMarked
package dev.cardea.room.snapshot;

import org.jspecify.annotations.NullMarked;
