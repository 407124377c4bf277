/**
 * The Java client: sessions that outlive their connections, rooms and requests with typed messages.
 *
 * <pre>{@code
 * CardeaClient client = CardeaClient.builder().endpoint("tcp://127.0.0.1:7777").build();
 * Session session = client.connect(Credential.development("ann"));
 * RoomClient<Say, Heard> lobby = session.join(CHAT, "lobby", heard -> print(heard)).join();
 * lobby.send(new Say("hello"));
 * }</pre>
 *
 * <p>Every callback runs on the session's loop, one at a time: it must not block. Every method may
 * be called from any thread unless it says otherwise.
 */
@NullMarked
package dev.cardea.client;

import org.jspecify.annotations.NullMarked;
