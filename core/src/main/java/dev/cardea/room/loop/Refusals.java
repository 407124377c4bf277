package dev.cardea.room.loop;

import dev.cardea.session.OwnerId;
import dev.cardea.stream.LinkFrame;
import dev.cardea.stream.OwnerLink;
import dev.cardea.wire.CloseCode;
import dev.cardea.wire.GoneReason;
import dev.cardea.wire.Records;
import io.netty.buffer.ByteBuf;

/** Answers to an ATTACH that never reaches the stream. Stateless; each is flushed at once. */
final class Refusals {
    private Refusals() {}

    /** The session is no member, and cannot be. */
    static void gone(OwnerId owner, Mail.Attach mail, GoneReason why) {
        LinkFrame.Attach frame = mail.frame();
        write(
                mail.link(),
                new LinkFrame.Gone(
                        frame.ref(), frame.attachId(), owner.toString(), why.number(), why.text()));
    }

    /** The agent does not take that session; its connection is closed. */
    static void loggedInElsewhere(Mail.Attach mail, String why) {
        int code = CloseCode.LOGGED_IN_ELSEWHERE.number();
        write(mail.link(), new LinkFrame.Kick(mail.frame().ref(), code, why));
    }

    private static void write(OwnerLink link, LinkFrame frame) {
        ByteBuf batch = link.batch();
        int mark = Records.begin(batch);
        frame.write(batch);
        Records.end(batch, mark);
        link.flush();
    }
}
