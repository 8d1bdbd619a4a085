/** What the tests of the mappers share. No part of the gateway. */
@NullMarked
package org.carerrecord.stories;

import org.jspecify.annotations.NullMarked;
